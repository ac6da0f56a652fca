using System.Security.Cryptography;
using System.Text;
using ImageSign.Crypto;
using ImageSign.Trust.Sigstore;

namespace ImageSign.Tests.Trust.Sigstore;

/// <summary>Signed notes and the checkpoints in them (C2SP signed-note, tlog-checkpoint).</summary>
public sealed class NotesOfLogs
{
    private const string Root = "hWQhWtwxXpTpOldN62QVwD59dxDlW9oUb1QUmXRpx20=";
    private const string Line = "— log.example AAAAAAA=\n";

    [Theory]
    [InlineData("log.example\n7\n" + Root + "\n")]
    [InlineData("log.example\n7\n" + Root + "\n\n")]
    [InlineData("log.example\n7\n" + Root + "\n\n— log.example AAAAAAA=")]
    [InlineData("log.example\n7\n" + Root + "\n\n- log.example AAAAAAA=\n")]
    [InlineData("log.example\n7\n" + Root + "\n\n— log.example AAAA\n")]
    [InlineData("log.example\n7\n" + Root + "\n\n— log.example AA*AAAA=\n")]
    [InlineData("log.example\n7\n" + Root + "\n\n— log+example AAAAAAA=\n")]
    [InlineData("log.example\n7\n" + Root + "\n\n— AAAAAAA=\n")]
    [InlineData("log.example\n07\n" + Root + "\n\n" + Line)]
    [InlineData("log.example\n-7\n" + Root + "\n\n" + Line)]
    [InlineData("log.example\n9223372036854775808\n" + Root + "\n\n" + Line)]
    [InlineData("log.example\n7\nAAAA\n\n" + Line)]
    [InlineData("log.example\n7\n\n" + Line)]
    [InlineData("log.example\r\n7\n" + Root + "\n\n" + Line)]
    [InlineData("\n7\n" + Root + "\n\n" + Line)]
    [InlineData("")]
    public void What_is_no_checkpoint_is_refused(string text) =>
        Assert.Equal(ErrorCodes.Malformed, Assert.Throws<ImageSignException>(() => Checkpoint.Parse(text)).Code);

    [Fact]
    public void Too_many_lines_are_over_the_limit() => Assert.Equal(
        ErrorCodes.OverLimit, Assert.Throws<ImageSignException>(
            () => Checkpoint.Parse($"log.example\n7\n{Root}\n\n{string.Concat(Enumerable.Repeat(Line, 200))}")).Code);

    [Fact]
    public void Lines_of_strangers_are_ignored_and_a_bad_line_of_a_known_key_is_not()
    {
        using var ecdsa = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var key = PublicKeyReader.FromSubjectPublicKeyInfo(ecdsa.ExportSubjectPublicKeyInfo(), "log");
        var id = SHA256.HashData(key.SubjectPublicKeyInfo.Span)[..4];
        var text = $"log.example\n7\n{Root}\n";
        var good = Signed(ecdsa.SignData(Encoding.UTF8.GetBytes(text), HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence));
        var bad = Signed(ecdsa.SignData("else"u8, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence));

        Assert.True(IsSigned(Line + good));
        Assert.True(IsSigned(good + good));
        Assert.False(IsSigned(Line));
        Assert.False(IsSigned(good + bad));
        Assert.False(IsSigned(good.Replace("log.example", "other.example", StringComparison.Ordinal)));

        string Signed(byte[] signature) => $"— log.example {Convert.ToBase64String([.. id, .. signature])}\n";
        bool IsSigned(string lines) => SignedNote.Parse($"{text}\n{lines}").IsSignedBy("log.example", id, key);
    }

    [Theory]
    [InlineData("https://log.example", "log.example")]
    [InlineData("log.example", "log.example")]
    [InlineData("http://log.example:3000/api/v2?x#y", "log.example")]
    [InlineData("https://user@log.example/", "log.example")]
    [InlineData("https://[::1]:3000", "[::1]")]
    public void The_name_of_a_log_is_its_host(string url, string host) =>
        Assert.Equal(host, new TransparencyLog(url, new byte[32], Key: null, new ValidFor(default, End: null)) { KeyDetails = "" }.Host);
}
