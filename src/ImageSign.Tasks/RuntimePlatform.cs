using ImageSign.Oci;

namespace ImageSign.Tasks;

/// <summary>The platform of an image that was built for a runtime identifier, for example <c>linux/amd64</c> for <c>linux-musl-x64</c>.</summary>
internal static class RuntimePlatform
{
    /// <summary>The platform, or null for an identifier that names none.</summary>
    public static Platform? Of(string runtimeIdentifier)
    {
        var parts = runtimeIdentifier.Split('-');
        var architecture = parts[^1] switch
        {
            "x64" => "amd64",
            "x86" => "386",
            "arm64" or "arm" or "s390x" or "ppc64le" or "loongarch64" or "riscv64" => parts[^1],
            _ => null,
        };
        return architecture is null ? null : new Platform(parts[0].StartsWith("win", StringComparison.Ordinal) ? "windows" : "linux", architecture);
    }
}
