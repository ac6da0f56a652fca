using System.Text;
using ImageSign.Oci;
using ImageSign.Testing.Pki;
using ImageSign.Tests.Support;

namespace ImageSign.Tests.Security;

/// <summary>Anybody who may push can bury a signature under others.</summary>
public sealed class AnImageWithManySignatures
{
    private const int Foreign = 1_000;

    [Theory, InlineData("sigstore"), InlineData("cosign")]
    public async Task Ours_is_found_behind_a_thousand_foreign_ones(string format)
    {
        await using var attack = await Attack.BeginAsync();
        var subject = await BuryAsync(attack, format, Foreign);
        await attack.SignAsync("1", format);

        (await attack.VerifyAsync(subject)).MustBeTrusted();
    }

    [Theory, InlineData("sigstore", Limits.MaxReferrers), InlineData("cosign", Limits.MaxSignatureLayers)]
    public async Task Above_the_limit_it_cannot_be_decided(string format, int limit)
    {
        await using var attack = await Attack.BeginAsync();
        var subject = await BuryAsync(attack, format, limit + 1);

        (await attack.VerifyAsync(subject)).MustBeUndecided(ErrorCodes.TooManySignatures);
    }

    [Fact]
    public async Task Ours_within_the_limit_is_found_though_there_are_more()
    {
        await using var attack = await Attack.BeginAsync();
        var subject = attack.PutImage(manifest => manifest);
        await attack.SignAsync("1");
        await BuryAsync(attack, "sigstore", Limits.MaxReferrers);

        (await attack.VerifyAsync(subject)).MustBeTrusted();
    }

    /// <summary>One foreign signature, as often as it takes: what differs is an annotation of the artifact, or of the layer.</summary>
    private static async Task<string> BuryAsync(Attack attack, string format, int count)
    {
        var subject = attack.PutImage(manifest => manifest);
        var foreign = TestKeys.Generate(TestKeyAlgorithm.EcdsaP256);
        await new Engine().SignAsync(attack.At(subject), foreign, format);
        var content = attack.Registry.Content;
        if (format == "cosign")
        {
            var tag = $"{subject.Replace(':', '-')}.sig";
            var manifest = Encoding.UTF8.GetString(content.GetManifest(Attack.Repository, tag)!.Bytes);
            var start = manifest.IndexOf("\"layers\":[", StringComparison.Ordinal) + "\"layers\":[".Length;
            var layer = manifest[start..manifest.LastIndexOf(']')];
            var inlined = layer.IndexOf(",\"data\":", StringComparison.Ordinal);
            var plain = inlined < 0 ? layer : layer[..inlined] + layer[(layer.IndexOf('"', inlined + ",\"data\":\"".Length) + 1)..];
            attack.Put(string.Concat(manifest[..start], string.Join(',', Enumerable.Repeat(plain, count)), manifest[manifest.LastIndexOf(']')..]), MediaTypes.OciManifest, tag);
            return subject;
        }

        var text = Encoding.UTF8.GetString(content.Referrers(Attack.Repository, subject)[^1].Bytes);
        for (var i = 1; i < count; i++)
        {
            var bytes = Encoding.UTF8.GetBytes(text.Replace("\"annotations\":{", $"\"annotations\":{{\"n\":\"{i}\",", StringComparison.Ordinal));
            content.PutManifest(Attack.Repository, tag: null, bytes, MediaTypes.OciManifest);
        }

        return subject;
    }
}
