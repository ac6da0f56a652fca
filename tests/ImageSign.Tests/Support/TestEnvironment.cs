using System.Runtime.CompilerServices;

namespace ImageSign.Tests.Support;

/// <summary>Cuts the process off from the account it runs under: no credentials of the user's, and no cache that a later test could read.</summary>
internal static class TestEnvironment
{
    private static readonly string Nowhere = Path.Combine(Path.GetTempPath(), "imagesign-tests-no-such-directory");

    [ModuleInitializer]
    internal static void Isolate()
    {
        // A path below a file cannot be created: ports are used again, so what one test learnt of a host must not reach the next.
        Environment.SetEnvironmentVariable("XDG_CACHE_HOME", "/dev/null/cache");
        Environment.SetEnvironmentVariable("DOCKER_CONFIG", Nowhere);
        Environment.SetEnvironmentVariable("XDG_RUNTIME_DIR", Nowhere);
        Environment.SetEnvironmentVariable("XDG_CONFIG_HOME", Nowhere);
        foreach (var name in (string[])["REGISTRY_AUTH_FILE", "IMAGESIGN_PASSWORD", "COSIGN_PASSWORD", "DOTNET_CONTAINER_INSECURE_REGISTRIES"]) Environment.SetEnvironmentVariable(name, null);
    }
}
