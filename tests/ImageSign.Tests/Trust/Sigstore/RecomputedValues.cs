using System.Text.Json;
using ImageSign.Crypto;
using ImageSign.Formats.Sigstore;
using ImageSign.Testing.Files;
using ImageSign.Trust.Sigstore;
using ImageSign.Trust.Sigstore.LogEntryBodies;

namespace ImageSign.Tests.Trust.Sigstore;

/// <summary>
/// tests/vectors/keyless/vectors.json: what stands between the bytes and the answer, as Python and openssl recomputed it.
/// </summary>
public sealed class RecomputedValues
{
    private static readonly JsonElement All = JsonDocument.Parse(Vectors.Read("keyless/vectors.json")).RootElement;
    private static readonly TrustedRoot Root = TrustedRootReader.Read(Vectors.Read("keyless/trust/trusted_root.json"));

    public static TheoryData<string> Names => [.. All.EnumerateObject().Select(item => item.Name)];

    [Theory, MemberData(nameof(Names))]
    public void What_the_certificate_log_signed_is_rebuilt(string name)
    {
        var certificate = SigningCertificate.Read(BundleOf(name).Evidence!.Certificate!.Value).Certificate;
        var wanted = All.GetProperty(name).GetProperty("sct");
        var promise = Assert.Single(
            SignedCertificateTimestamp.ReadList(certificate.Extensions[SignedCertificateTimestamp.ListOid]!.RawData));
        var issuer = Assert.Single(Root.CertificateAuthorities).Certificates[0];

        Assert.Equal(
            wanted.GetProperty("precertTbs").GetString(), Hex(
                PrecertificateTbs.Without(SignedDer.Read(certificate.RawDataMemory, out _).Tbs, SignedCertificateTimestamp.ListOid)));
        Assert.Equal(wanted.GetProperty("signedData").GetString(), Hex(promise.SignedBytes(certificate, issuer)));
        Assert.Equal(wanted.GetProperty("extensions").GetString(), Hex(promise.Extensions.Span));
        Assert.True(promise.IsOf(Root.CertificateLog(promise.LogId.Span)!, certificate, issuer));
    }

    [Theory, MemberData(nameof(Names))]
    public void The_checkpoint_is_read_and_its_proof_leads_to_its_root(string name)
    {
        var entry = BundleOf(name).Evidence!.Entries[0];
        var wanted = All.GetProperty(name).GetProperty("checkpoint");
        var checkpoint = Checkpoint.Parse(entry.Proof!.Checkpoint);
        var leaf = MerkleTree.LeafHash(entry.Body.Span);

        Assert.Equal(wanted.GetProperty("origin").GetString(), checkpoint.Origin);
        Assert.Equal(wanted.GetProperty("signedText").GetString(), checkpoint.Note.Text);
        Assert.Equal(wanted.GetProperty("keyHash").GetString(), Hex(checkpoint.Note.Signatures[0].KeyId.Span));
        Assert.Equal(All.GetProperty(name).GetProperty("leafHash").GetString(), Hex(leaf));
        Assert.Equal(
            wanted.GetProperty("rootHash").GetString(), Hex(
                MerkleTree.RootOf(leaf, entry.Proof.Index, entry.Proof.TreeSize, entry.Proof.Hashes)));
    }

    [Theory, MemberData(nameof(Names))]
    public void The_body_of_a_second_version_log_is_rebuilt(string name)
    {
        if (!All.GetProperty(name).TryGetProperty("rebuiltBody", out var wanted)) return; // the case of a log of the first version
        var bundle = BundleOf(name);
        var certificate = SigningCertificate.Read(bundle.Evidence!.Certificate!.Value);
        var content = new SignedEnvelope(bundle.PayloadType, bundle.Payload, bundle.Signature);

        Assert.Equal(
            wanted.GetString(), System.Text.Encoding.ASCII.GetString(
                HashedRekordV002.Rebuild(content, new Verifier(certificate.Key!, bundle.Evidence!.Certificate))!));
    }

    [Fact]
    public void Any_bit_of_a_proof_counts()
    {
        var entry = BundleOf("v2").Evidence!.Entries[0];
        var leaf = MerkleTree.LeafHash(entry.Body.Span);
        for (var hash = 0; hash < entry.Proof!.Hashes.Count; hash++)
        {
            for (var bit = 0; bit < 8 * MerkleTree.HashBytes; bit++)
            {
                var hashes = entry.Proof.Hashes.Select(item => item.ToArray()).ToArray();
                hashes[hash][bit / 8] ^= (byte)(1 << (bit % 8));
                var root = MerkleTree.RootOf(
                    leaf, entry.Proof.Index, entry.Proof.TreeSize, [.. hashes.Select(item => new ReadOnlyMemory<byte>(item))]);
                Assert.False(root!.AsSpan().SequenceEqual(entry.Proof.RootHash.Span));
            }
        }
    }

    [Theory, InlineData(0, 0, 0), InlineData(1, 1, 0), InlineData(2, 2, 1), InlineData(0, 1, 1), InlineData(0, 2, 0), InlineData(0, 2, 2), InlineData(-1, 1, 0)]
    public void A_proof_of_another_length_is_none(long index, long size, int hashes) =>
        Assert.Null(MerkleTree.RootOf(new byte[32], index, size, [.. Enumerable.Repeat(new ReadOnlyMemory<byte>(new byte[32]), hashes)]));

    private static SigstoreBundle BundleOf(string name)
    {
        var blobs = Directory.EnumerateFiles(
            Path.Combine(Vectors.Unpack("keyless/layouts.tar.gz"), "oci", name, "blobs", "sha256")).Select(File.ReadAllBytes);
        return SigstoreBundle.Parse(blobs.First(blob => blob.AsSpan().IndexOf("verificationMaterial"u8) >= 0), withEvidence: true);
    }

    private static string Hex(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(bytes);
}
