using System.Security.Cryptography;
using ImageSign.Crypto;
using ImageSign.Formats;
using ImageSign.Formats.Sigstore;
using ImageSign.Oci;
using ImageSign.Testing.Files;
using ImageSign.Testing.Pki;
using ImageSign.Tests.Support;
using ImageSign.Verification;

namespace ImageSign.Tests.Formats;

/// <summary>cosign's --signature-digest-algorithm, key services and other tools sign with hashes of their own choice.</summary>
public sealed class SignaturesOverAnotherHash : IDisposable
{
    private static readonly byte[] Message = "what is signed"u8.ToArray();

    private readonly TempDirectory _directory = new();

    public static TheoryData<TestKeyAlgorithm, string> Accepted => [.. from key in Keys from hash in (string[])["SHA256", "SHA384", "SHA512"] select (key, hash)];

    private static TestKeyAlgorithm[] Keys => [TestKeyAlgorithm.Rsa2048, TestKeyAlgorithm.EcdsaP256, TestKeyAlgorithm.EcdsaP384, TestKeyAlgorithm.EcdsaP521];

    public void Dispose() => _directory.Dispose();

    [Theory, MemberData(nameof(Accepted))]
    public void Verify_with_the_key_that_made_them(TestKeyAlgorithm algorithm, string hash)
    {
        var key = TestKeys.Shared(algorithm);

        var check = Judge(Sign(key, new HashAlgorithmName(hash), Message), TestKeys.Generate(TestKeyAlgorithm.EcdsaP256), key);

        Assert.Equal((CheckOutcome.Pass, PublicKeyOf(key).Fingerprint), (check.Outcome, check.Facts.Single(fact => fact.Name == "key").Value));
    }

    [Theory, MemberData(nameof(Accepted))]
    public void Do_not_verify_with_another_key_or_over_other_bytes(TestKeyAlgorithm algorithm, string hash)
    {
        var key = TestKeys.Shared(algorithm);

        Assert.Equal(ErrorCodes.SignatureMismatch, Judge(Sign(key, new HashAlgorithmName(hash), Message), TestKeys.Generate(TestKeyAlgorithm.EcdsaP256)).Code);
        Assert.Equal(ErrorCodes.SignatureMismatch, Judge(Sign(key, new HashAlgorithmName(hash), [.. Message, 0]), key).Code);
    }

    [Theory]
    [InlineData(TestKeyAlgorithm.Rsa2048, "SHA1", false, "SHA-1")]
    [InlineData(TestKeyAlgorithm.EcdsaP256, "SHA1", false, "SHA-1")]
    [InlineData(TestKeyAlgorithm.Rsa2048, "SHA256", true, "RSA-PSS")]
    [InlineData(TestKeyAlgorithm.Rsa2048, "SHA512", true, "RSA-PSS")]
    [InlineData(TestKeyAlgorithm.EcdsaP384, "SHA384", true, "side by side")]
    public void That_are_not_accepted_are_not_called_another_keys(TestKeyAlgorithm algorithm, string hash, bool otherwise, string named)
    {
        var key = TestKeys.Shared(algorithm);

        var check = Judge(Sign(key, new HashAlgorithmName(hash), Message, otherwise), TestKeys.Generate(TestKeyAlgorithm.EcdsaP256), key);

        Assert.Equal((CheckOutcome.Fail, ErrorCodes.SignatureMadeOtherwise), (check.Outcome, check.Code));
        Assert.Contains(named, check.Reason!, StringComparison.Ordinal);
        Assert.Contains(PublicKeyOf(key).Fingerprint, check.Reason!, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Accepted))]
    public async Task Of_a_file_verify_whatever_hash_the_bundle_names_it_by(TestKeyAlgorithm algorithm, string hash)
    {
        var key = TestKeys.Shared(algorithm);
        var archive = _directory.File("app.tar");
        File.Copy(Vectors.PathOf("archives/podman-docker.tar"), archive);
        var bytes = await File.ReadAllBytesAsync(archive, TestContext.Current.CancellationToken);
        var signature = Sign(key, new HashAlgorithmName(hash), bytes);

        foreach (var named in (HashAlgorithmName[])[new(hash), HashAlgorithmName.SHA256, HashAlgorithmName.SHA384])
        {
            var bundle = MessageSignatureBundle.Write("hint", named, CryptographicOperations.HashData(named, bytes), signature);
            await File.WriteAllBytesAsync($"{archive}.sigstore.json", bundle, TestContext.Current.CancellationToken);

            (await new Engine().VerifyAsync($"docker-archive:{archive}", key)).MustBeTrusted();
            (await new Engine().VerifyAsync($"docker-archive:{archive}", TestKeys.Generate(algorithm))).MustNotBeTrusted(CheckIds.SignatureIntegrity, ErrorCodes.SignatureMismatch);
        }
    }

    private static Check Judge(byte[] signature, params TestKeyPair[] keys)
    {
        var subject = new Descriptor(MediaTypes.OciManifest, Digest.Of(Message), Message.Length);
        var context = new VerificationContext(subject, DateTimeOffset.UnixEpoch) { Keys = [.. keys.Select(PublicKeyOf)] };
        return KeyIntegrity.Evaluate(Message, signature, context).First();
    }

    private static PublicKey PublicKeyOf(TestKeyPair pair)
    {
        using var key = Import(pair);
        return PublicKeyReader.FromSubjectPublicKeyInfo(key.ExportSubjectPublicKeyInfo(), "a key");
    }

    private static AsymmetricAlgorithm Import(TestKeyPair pair)
    {
        AsymmetricAlgorithm key = pair.Algorithm < TestKeyAlgorithm.EcdsaP256 ? RSA.Create() : ECDsa.Create();
        key.ImportFromPem(pair.PrivatePem);
        return key;
    }

    /// <param name="pair">The key.</param>
    /// <param name="hash">The hash.</param>
    /// <param name="message">The message.</param>
    /// <param name="otherwise">RSA-PSS for RSA, r and s side by side for ECDSA.</param>
    private static byte[] Sign(TestKeyPair pair, HashAlgorithmName hash, byte[] message, bool otherwise = false)
    {
        using var key = Import(pair);
        return key is RSA rsa
            ? rsa.SignData(message, hash, otherwise ? RSASignaturePadding.Pss : RSASignaturePadding.Pkcs1)
            : ((ECDsa)key).SignData(message, hash, otherwise ? DSASignatureFormat.IeeeP1363FixedFieldConcatenation : DSASignatureFormat.Rfc3279DerSequence);
    }
}
