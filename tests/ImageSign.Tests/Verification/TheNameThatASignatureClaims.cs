using ImageSign.Formats;
using ImageSign.Oci;
using ImageSign.Verification;

namespace ImageSign.Tests.Verification;

/// <summary>Names of different precision and spelling are compared by what they mean.</summary>
public sealed class TheNameThatASignatureClaims
{
    private static readonly Digest Image = Digest.Of("image"u8);
    private static readonly Digest Other = Digest.Of("other"u8);

    [Theory]
    [InlineData("r.example/app", "r.example/app:1")]
    [InlineData("r.example/app:1", "r.example/app:1")]
    [InlineData("r.example:5000/app", "r.example:5000/app:1")]
    [InlineData("r.example:443/app", "r.example/app:1")]
    [InlineData("R.example/app:1", "r.example/app:1")]
    [InlineData("r.example/app@{IMAGE}", "r.example/app:1")]
    [InlineData("r.example/app:1@{IMAGE}", "r.example/app:1")]
    [InlineData("r.example/app:2", "r.example/app@{IMAGE}")]
    [InlineData("index.docker.io/library/app", "docker.io/library/app:1")]
    [InlineData("index.docker.io/library/app:1", "docker.io/app:1")]
    [InlineData("registry-1.docker.io/library/app", "docker.io/app:1")]
    [InlineData("app", "docker.io/library/app:1")]
    [InlineData("library/app:1", "docker.io/library/app:1")]
    public void Agrees_with_what_it_leaves_open(string claimed, string wanted) => Assert.Equal((CheckOutcome.Pass, null), Judge(claimed, wanted));

    [Theory]
    [InlineData("r.example/app:2", "r.example/app:1")]
    [InlineData("r.example/elsewhere", "r.example/app:1")]
    [InlineData("r.example:5000/app", "r.example/app:1")]
    [InlineData("r.example/app@{OTHER}", "r.example/app:1")]
    [InlineData("r.example/app:1@{OTHER}", "r.example/app:1")]
    [InlineData("app", "r.example/app:1")]
    [InlineData("no name at all", "r.example/app:1")]
    [InlineData("", "r.example/app:1")]
    public void Is_warned_of_when_it_is_another(string claimed, string wanted) => Assert.Equal((CheckOutcome.Fail, ErrorCodes.ReferenceMismatch), Judge(claimed, wanted));

    [Theory]
    [InlineData("r.example/app", "r.example/app:1", ReferenceBinding.Repository, null)]
    [InlineData("r.example/app:2", "r.example/app:1", ReferenceBinding.Repository, null)]
    [InlineData("r.example/elsewhere", "r.example/app:1", ReferenceBinding.Repository, "ReferenceMismatch")]
    [InlineData("r.example/app:1", "r.example/app:1", ReferenceBinding.Tag, null)]
    [InlineData("r.example/app:2", "r.example/app:1", ReferenceBinding.Tag, "ReferenceMismatch")]
    [InlineData("r.example/app", "r.example/app:1", ReferenceBinding.Tag, "ReferenceWithoutTag")]
    [InlineData("r.example/app:1", "r.example/app@{IMAGE}", ReferenceBinding.Tag, "NoTagToBind")]
    [InlineData(null, "r.example/app:1", ReferenceBinding.Tag, "NoReferenceSigned")]
    [InlineData(null, "r.example/app:1", ReferenceBinding.Repository, "NoReferenceSigned")]
    public void Binds_as_far_as_it_is_asked_to_and_says_what_is_missing(string? claimed, string wanted, ReferenceBinding binding, string? code)
    {
        var expected = code is null ? null : (ErrorCode)typeof(ErrorCodes).GetField(code)!.GetValue(null)!;

        Assert.Equal((code is null ? CheckOutcome.Pass : CheckOutcome.Fail, expected), Judge(claimed, wanted, binding));
    }

    private static (CheckOutcome Outcome, ErrorCode? Code) Judge(string? claimed, string wanted, ReferenceBinding binding = ReferenceBinding.None)
    {
        var claims = new SignedClaims { Subject = Image, References = claimed is null ? [] : [Fill(claimed)] };
        var context = new VerificationContext(new Descriptor(MediaTypes.OciManifest, Image, 1), DateTimeOffset.UnixEpoch) { Reference = ImageReference.Parse(Fill(wanted)), Binding = binding };
        var check = ClaimChecks.Reference(claims, context);
        Assert.Equal(binding == ReferenceBinding.None && check.Outcome == CheckOutcome.Fail, check.Advisory);
        return (check.Outcome, check.Code);
    }

    private static string Fill(string text) => text.Replace("{IMAGE}", Image.ToString(), StringComparison.Ordinal).Replace("{OTHER}", Other.ToString(), StringComparison.Ordinal);
}
