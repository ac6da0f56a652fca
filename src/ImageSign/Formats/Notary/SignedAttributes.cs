using System.Text.Json;
using ImageSign.Crypto;
using ImageSign.Oci;

namespace ImageSign.Formats.Notary;

/// <summary>What the protected header of an envelope says, the same for JWS and COSE.</summary>
internal sealed record SignedAttributes
{
    private const string What = "The protected header";

    /// <summary>The algorithm, by the kind of key that uses it.</summary>
    public KeySpec? Spec { get; init; }

    /// <summary>The media type of the payload.</summary>
    public string? ContentType { get; init; }

    /// <summary>The names that must be understood, in order.</summary>
    public IReadOnlyList<string> Critical { get; init; } = [];

    /// <summary>How trust in the time comes about.</summary>
    public string? SigningScheme { get; init; }

    /// <summary>When it was signed, as the signer claims.</summary>
    public DateTimeOffset? SigningTime { get; init; }

    /// <summary>When it was signed, as a signing authority vouches.</summary>
    public DateTimeOffset? AuthenticSigningTime { get; init; }

    /// <summary>When the signature stops counting.</summary>
    public DateTimeOffset? Expiry { get; init; }

    /// <summary>Attributes that the specification does not define, with those that name a verification plug-in.</summary>
    public IReadOnlyDictionary<string, ExtendedAttribute> Extended { get; init; } = new Dictionary<string, ExtendedAttribute>(StringComparer.Ordinal);

    /// <summary>The plug-in that must agree, or null.</summary>
    public string? VerificationPlugin => StringOf(NotaryHeaders.VerificationPlugin);

    /// <summary>The oldest version of that plug-in, or null.</summary>
    public string? VerificationPluginMinVersion => StringOf(NotaryHeaders.VerificationPluginMinVersion);

    /// <summary>True for the scheme in which a signing service vouches for the time.</summary>
    public bool IsSigningAuthority => SigningScheme == NotaryHeaders.SigningAuthorityScheme;

    /// <summary>The attributes of a signature to be made: critical names in the order in which notation writes them.</summary>
    public static SignedAttributes ToSign(KeySpec spec, DateTimeOffset signingTime, DateTimeOffset? expiry) => new()
    {
        Spec = spec,
        ContentType = MediaTypes.NotaryPayload,
        SigningScheme = NotaryHeaders.X509Scheme,
        SigningTime = signingTime,
        Expiry = expiry,
        Critical = expiry is null ? [NotaryHeaders.SigningScheme] : [NotaryHeaders.SigningScheme, NotaryHeaders.Expiry],
    };

    /// <summary>Throws <see cref="ErrorCodes.Malformed"/> unless the attributes are what the specification says.</summary>
    public SignedAttributes RequireValid()
    {
        if (Spec is null) throw Bad("the algorithm is missing, or not one of those that Notary Project accepts");
        if (ContentType != MediaTypes.NotaryPayload) throw Bad($"the content type is '{ContentType}', not '{MediaTypes.NotaryPayload}'");
        switch (SigningScheme)
        {
            // signing-scheme: notary.x509 carries signingTime, notary.x509.signingAuthority carries authenticSigningTime, and neither both.
            case NotaryHeaders.X509Scheme:
                if (SigningTime is null) throw Bad("signingTime is missing");
                if (AuthenticSigningTime is not null) throw Bad("authenticSigningTime does not belong to the scheme notary.x509");
                break;
            case NotaryHeaders.SigningAuthorityScheme:
                if (AuthenticSigningTime is null) throw Bad("authenticSigningTime is missing");
                if (SigningTime is not null) throw Bad("signingTime does not belong to the scheme notary.x509.signingAuthority");
                break;
            default:
                throw Bad(SigningScheme is null ? "signingScheme is missing" : $"the signing scheme '{SigningScheme}' is unknown");
        }

        if (Expiry is { } expiry && expiry <= (SigningTime ?? AuthenticSigningTime)) throw Bad("the expiry does not lie after the signing time");
        RequireCritical();
        return this;
    }

    private void RequireCritical()
    {
        if (Critical.Count == 0) throw Bad("the list of critical attributes is missing or empty");
        if (Critical.Distinct(StringComparer.Ordinal).Count() != Critical.Count) throw Bad("an attribute is listed twice as critical");
        List<string> must = [NotaryHeaders.SigningScheme];
        if (Expiry is not null) must.Add(NotaryHeaders.Expiry);
        if (IsSigningAuthority) must.Add(NotaryHeaders.AuthenticSigningTime);
        foreach (var name in must)
        {
            if (!Critical.Contains(name)) throw Bad($"'{name}' is not marked critical");
        }

        foreach (var name in Critical.Except(must))
        {
            if (!Extended.ContainsKey(name)) throw Bad($"the critical attribute '{name}' is absent, or may not be critical");
        }

        foreach (var name in (ReadOnlySpan<string>)[NotaryHeaders.VerificationPlugin, NotaryHeaders.VerificationPluginMinVersion])
        {
            if (Extended.TryGetValue(name, out var attribute) && (!attribute.Critical || StringOf(name) is not { Length: > 0 })) throw Bad($"'{name}' is not a critical text");
        }

        // signature-specification, "Critical Attributes": "If the verifier does not understand a critical attribute, the verification MUST fail."
        if (VerificationPlugin is null && Extended.FirstOrDefault(pair => pair.Value.Critical).Key is { } unknown) throw Bad($"the critical attribute '{unknown}' is unknown");
    }

    private string? StringOf(string name)
    {
        if (!Extended.TryGetValue(name, out var attribute)) return null;
        using var json = JsonDocument.Parse(attribute.Json);
        return json.RootElement.ValueKind == JsonValueKind.String ? json.RootElement.GetString() : null;
    }

    private static ImageSignException Bad(string reason) => ErrorCodes.Malformed.With(What, reason);
}
