using ImageSign.Crypto;
using ImageSign.Oci;
using ImageSign.Verification;

namespace ImageSign.Formats;

/// <summary>The checks on what a signature says, the same for every format.</summary>
internal static class ClaimChecks
{
    /// <summary>The checks of <paramref name="claims"/>; the ids that a signature needs among them are added to <paramref name="required"/>.</summary>
    public static IEnumerable<Check> Evaluate(SignedClaims claims, VerificationContext context, ICollection<string> required)
    {
        required.Add(CheckIds.ClaimsSubject);
        yield return Subject(claims, context);
        if (context.Annotations.Count > 0) required.Add(CheckIds.ClaimsAnnotations);
        yield return Annotations(claims, context);
        if (context.Binding != ReferenceBinding.None) required.Add(CheckIds.ClaimsReference);
        yield return Reference(claims, context);
        foreach (var check in Description(claims, context, required)) yield return check;
        yield return Expiry(claims, context);
        yield return claims.Time is { } time
            ? Check.Pass(CheckIds.Time, "claimed by the signer, not proven", new Fact("claimed-time", ClaimPairs.FormatTime(time)))
            : Check.Skip(CheckIds.Time, "the signature claims no time");
        yield return DigestCoverage();
    }

    /// <summary>What a signature over a manifest's digest covers.</summary>
    public static Check DigestCoverage() =>
        Check.Pass(CheckIds.Coverage, "the manifest's bytes, and through its digests the configuration and the layers", new Fact("coverage", "digest"));

    /// <summary>What a signature over an archive's bytes covers.</summary>
    public static Check ArchiveCoverage() => Check.Pass(CheckIds.Coverage, "the bytes of the archive file, and so every image in it", new Fact("coverage", "archive"));

    /// <summary>Who signed, when a key of the user's own was what it was verified with.</summary>
    public static Check KeyIdentity(PublicKey key) => Check.Pass(
        CheckIds.Identity,
        key.FromCertificate ? "the certificate's key; the certificate was not evaluated" : null,
        new Fact("key", key.Fingerprint),
        new Fact("key-type", key.Name));

    private static Check Subject(SignedClaims claims, VerificationContext context) => claims.Subject == context.Subject.Digest
        ? Check.Pass(CheckIds.ClaimsSubject, null, new Fact("subject", claims.Subject.ToString()))
        : Check.Fail(CheckIds.ClaimsSubject, ErrorCodes.OtherSubject.With(claims.Subject, context.Subject.Digest));

    public static Check Annotations(SignedClaims claims, VerificationContext context)
    {
        foreach (var (name, value) in context.Annotations)
        {
            if (!claims.Annotations.TryGetValue(name, out var signed) || signed != value)
            {
                return Check.Fail(CheckIds.ClaimsAnnotations, ErrorCodes.ClaimMismatch.With($"{name}={value}"));
            }
        }

        return Check.Pass(CheckIds.ClaimsAnnotations, null, [.. claims.Annotations
            .Where(pair => !pair.Key.StartsWith(SignedClaims.ReservedPrefix, StringComparison.Ordinal))
            .Select(pair => new Fact($"annotation:{pair.Key}", pair.Value))]);
    }

    public static Check Reference(SignedClaims claims, VerificationContext context)
    {
        var advisory = context.Binding == ReferenceBinding.None;
        if (claims.References.Count == 0)
        {
            return advisory
                ? Check.Skip(CheckIds.ClaimsReference, "absent: the signature names no repository")
                : Check.Fail(CheckIds.ClaimsReference, ErrorCodes.NoReferenceSigned.With(context.Reference));
        }

        var facts = claims.References.Select(reference => new Fact("claimed-reference", reference)).ToArray();
        var names = string.Join(", ", claims.References);
        if (context.Reference is not { Transport: Transport.Registry } wanted) return advisory
            ? new Check(CheckIds.ClaimsReference, CheckOutcome.Skip) { Reason = "the image is in no registry, so there is no name to compare", Facts = facts }
            : Check.Fail(CheckIds.ClaimsReference, ErrorCodes.ReferenceMismatch.With(names, "an image in no registry"));
        var failure = MismatchOf(claims, context, wanted, names);
        return failure is null
            ? Check.Pass(CheckIds.ClaimsReference, "match", facts)
            : Check.Fail(CheckIds.ClaimsReference, failure) with { Advisory = advisory, Facts = facts };
    }

    /// <summary>Why none of the claimed names is the image's own; null when one is. What a name leaves open, it does not deny: only a bound tag must be said.</summary>
    private static ImageSignException? MismatchOf(SignedClaims claims, VerificationContext context, ImageReference wanted, string names)
    {
        var here = claims.References.Select(ClaimedReference.Parse).Where(claimed => claimed.IsOfRepository(wanted, context.Subject.Digest)).ToArray();
        if (here.Length == 0) return ErrorCodes.ReferenceMismatch.With(names, wanted.TaggedName ?? wanted.Name);
        if (context.Binding == ReferenceBinding.Repository) return null;
        var isBound = context.Binding == ReferenceBinding.Tag;
        if (wanted.TaggedName is not { } tagged) return isBound ? ErrorCodes.NoTagToBind.With(wanted) : null;
        if (here.Any(claimed => claimed.HasTagOf(wanted) || (!isBound && !claimed.HasTag))) return null;
        return here.Any(claimed => claimed.HasTag) ? ErrorCodes.ReferenceMismatch.With(names, tagged) : ErrorCodes.ReferenceWithoutTag.With(names, tagged);
    }

    /// <summary>Which image description the signer compared the image with: no check when there is none and none was asked for.</summary>
    public static IEnumerable<Check> Description(SignedClaims claims, VerificationContext context, ICollection<string> required)
    {
        var facts = new List<Fact>();
        if (claims.Annotations.TryGetValue(SignedClaims.ConfigDigestName, out var signed)) facts.Add(new Fact("config-digest", signed));
        if (claims.Annotations.TryGetValue(SignedClaims.ConfigFileName, out var name)) facts.Add(new Fact("config-name", name));
        if (context.DescriptionDigest is not { } wanted) return facts is [] ? [] : [new Check(CheckIds.ClaimsConfig, CheckOutcome.Skip) { Reason = "not asked for", Facts = facts }];
        required.Add(CheckIds.ClaimsConfig);
        return [(signed == wanted.ToString()
            ? Check.Pass(CheckIds.ClaimsConfig)
            : Check.Fail(CheckIds.ClaimsConfig, ErrorCodes.OtherDescription.With(signed is null ? "no description" : $"the description {signed}", wanted))) with { Facts = facts }];
    }

    private static Check Expiry(SignedClaims claims, VerificationContext context)
    {
        if (claims.Expires is not { } expires) return Check.Skip(CheckIds.ClaimsExpiry, "the signature does not expire");
        var fact = new Fact("expires", ClaimPairs.FormatTime(expires));
        return context.Now < expires
            ? Check.Pass(CheckIds.ClaimsExpiry, null, fact)
            : Check.Fail(CheckIds.ClaimsExpiry, ErrorCodes.Expired.With(fact.Value)) with { Facts = [fact] };
    }
}
