namespace ImageSign.Tests.Support;

/// <summary>The files of tests/vectors, as they lie beside the test assembly.</summary>
internal static class VectorFiles
{
    public static string PathOf(string name) => Path.Combine(AppContext.BaseDirectory, "vectors", name);

    public static string CosignKey(string name) => PathOf($"cosign/keys/{name}");
}
