using ImageSign.Testing.Processes;

namespace ImageSign.Tool.Tests.Sessions;

/// <summary>Programs of this machine that a session needs: a missing one is a loud skip on a desk, and a failure in CI.</summary>
internal static class Peer
{
    public static void RequireFor(IEnumerable<string> lines)
    {
        if (!lines.Any(line => line.StartsWith("$ openssl ", StringComparison.Ordinal)) || ExecutablePath.TryFind("openssl", out _)) return;
        Assert.False(Peers.AreRequired, "openssl is not installed");
        Assert.Skip("openssl is not installed");
    }
}
