namespace ImageSign.Oci;

/// <summary>What an image runs on, for example <c>linux/arm64/v8</c>.</summary>
/// <param name="Os">GOOS, for example <c>linux</c>.</param>
/// <param name="Architecture">GOARCH, for example <c>amd64</c>.</param>
/// <param name="Variant">The variant of the architecture, or null.</param>
public sealed record Platform(string Os, string Architecture, string? Variant = null)
{
    /// <summary>Attestation manifests that BuildKit adds to an index carry <c>unknown/unknown</c>: they are no images.</summary>
    public bool IsUnknown => Os is "unknown" && Architecture is "unknown";

    /// <summary>Reads <c>os/arch[/variant]</c>.</summary>
    public static Platform Parse(string text)
    {
        var parts = text.Split('/');
        return parts.Length is 2 or 3 && Array.TrueForAll(parts, part => part.Length > 0)
            ? new Platform(parts[0], parts[1], parts.Length == 3 ? parts[2] : null)
            : throw ErrorCodes.InvalidPlatform.With(text);
    }

    /// <summary>True when <paramref name="other"/> is this platform; a variant that was not asked for is not compared.</summary>
    public bool Matches(Platform? other) => other is not null
        && string.Equals(Os, other.Os, StringComparison.Ordinal)
        && string.Equals(Architecture, other.Architecture, StringComparison.Ordinal)
        && (Variant is null || string.Equals(Variant, other.Variant, StringComparison.Ordinal));

    /// <inheritdoc />
    public override string ToString() => Variant is null ? $"{Os}/{Architecture}" : $"{Os}/{Architecture}/{Variant}";
}
