using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ImageSign.Crypto;
using ImageSign.Formats;
using ImageSign.Keys;
using ImageSign.Oci;
using ImageSign.Testing.Files;
using ImageSign.Verification;
using PublicKey = ImageSign.Crypto.PublicKey;

namespace ImageSign.Fuzz.Targets;

/// <summary>What all input is judged against: fixed keys, a fixed subject, a fixed time.</summary>
internal static class Judge
{
    /// <summary>When it is. The certificates of the vectors are valid, their answers current.</summary>
    public static DateTimeOffset Now { get; } = new(2027, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The image that nothing signs: no mutation could make a signature of it.</summary>
    public static Descriptor Subject { get; } = Descriptor.Of(MediaTypes.OciManifest, "the subject"u8);

    /// <summary>One key of each kind, those that the vectors were signed with among them.</summary>
    public static IReadOnlyList<PublicKey> Keys { get; } = [.. new[] { "gen.pub", "rsa2048.pub", "ed25519.pub" }.Select(PublicKeyOf)];

    /// <summary>What a signature is judged against.</summary>
    public static VerificationContext Context { get; } = new(Subject, Now)
    {
        Keys = Keys,
        Reference = ImageReference.Parse("registry.example/app:1"),
        Binding = ReferenceBinding.Tag,
        Annotations = new Dictionary<string, string>(StringComparer.Ordinal) { ["env"] = "prod" },
    };

    /// <summary>The clock that stands still.</summary>
    public static TimeProvider Time { get; } = new StoppedClock();

    /// <summary>A key that signs in the attacker's stead, so that what is behind the signature is reached.</summary>
    public static ISigningKey SigningKey { get; } = Wait(KeyOpener.OpenSigningKeyAsync(Vectors.Read("notation/pki/p256/leaf.key"), "leaf.key", new FixedPassword(), CancellationToken.None));

    /// <summary>The certificates of <see cref="SigningKey"/>.</summary>
    public static CertificateChain Chain { get; } = new([.. new[] { "leaf", "ica", "root" }.Select(name => Certificate($"notation/pki/p256/{name}.crt"))]);

    public static X509Certificate2 Certificate(string vector) => X509CertificateLoader.LoadCertificateFromFile(Vectors.PathOf(vector));

    public static ECDsa EcdsaKey(string vector)
    {
        var key = ECDsa.Create();
        key.ImportFromPem(File.ReadAllText(Vectors.PathOf(vector)));
        return key;
    }

    /// <summary>A check has been made only when it says what it found.</summary>
    public static void Require(Check check)
    {
        foreach (var part in check.Flatten())
        {
            if (part.Outcome == CheckOutcome.Fail && (part.Code is null || part.Reason is null)) throw new PropertyViolatedException($"the check '{part.Id}' failed without a code or a reason");
        }
    }

    /// <summary>A judgement is a check, whatever was judged: a coded error would end the search before the next, perhaps good, signature.</summary>
    public static void Require(ValueTask<Check> judgement)
    {
        try
        {
            Require(Wait(judgement));
        }
        catch (ImageSignException e)
        {
            throw new PropertyViolatedException($"the judgement of a signature is an error: {e}");
        }
    }

    /// <summary>The result of what needs no waiting, or little.</summary>
    public static T Wait<T>(ValueTask<T> task) => task.AsTask().GetAwaiter().GetResult();

    private static PublicKey PublicKeyOf(string name) => KeyOpener.ReadPublicKey(Vectors.Read($"cosign/keys/{name}"), name);

    private sealed class StoppedClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => Now;
    }
}
