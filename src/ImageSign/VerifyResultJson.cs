using System.Text.Json;
using ImageSign.Oci;
using ImageSign.Verification;

namespace ImageSign;

/// <summary>Writes the results of verifying as objects of <see cref="VerdictJson.Schema"/>.</summary>
public static class VerifyResultJson
{
    /// <summary>Writes the verdict about one image.</summary>
    public static void Write(Utf8JsonWriter writer, VerifyResult result)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(result);
        writer.WriteStartObject();
        writer.WriteString("schema", VerdictJson.Schema);
        ResultJson.WriteImage(writer, result.Image);
        if (result.Subject is not null) ResultJson.WriteSubject(writer, result.Subject);
        VerdictJson.WriteMembers(writer, result.Verdict);
        writer.WriteEndObject();
    }

    /// <summary>Writes why there is no verdict about <paramref name="image"/>.</summary>
    public static void Write(Utf8JsonWriter writer, ImageReference image, ImageSignException failure)
    {
        ArgumentNullException.ThrowIfNull(failure);
        ResultJson.WriteFailure(writer, VerdictJson.Schema, image, VerdictJson.NameOf(failure.Code.Undecided ? VerdictOutcome.Undecided : VerdictOutcome.NotTrusted), failure);
    }
}
