using System.Text.Json;

namespace ImageSign.Verification;

/// <summary>Writes verdicts as JSON: the members that <c>imagesign.verdict/v1</c> (docs/schemas/verdict.v1.json) takes from a <see cref="Verdict"/>.</summary>
public static class VerdictJson
{
    /// <summary>The name and version of the schema.</summary>
    public const string Schema = "imagesign.verdict/v1";

    /// <summary>Writes the members <c>outcome</c> and <c>check</c> into the object that is open.</summary>
    public static void WriteMembers(Utf8JsonWriter writer, Verdict verdict)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(verdict);
        writer.WriteString("outcome", NameOf(verdict.Outcome));
        writer.WritePropertyName("check");
        Write(writer, verdict.Root);
    }

    /// <summary>How scripts read an outcome: <c>trusted</c>, <c>not-trusted</c>, <c>undecided</c>, <c>not-evaluated</c>.</summary>
    public static string NameOf(VerdictOutcome outcome) => outcome switch
    {
        VerdictOutcome.Trusted => "trusted",
        VerdictOutcome.NotTrusted => "not-trusted",
        VerdictOutcome.NotEvaluated => "not-evaluated",
        _ => "undecided",
    };

    /// <summary>Writes one check with everything below it.</summary>
    internal static void Write(Utf8JsonWriter writer, Check check)
    {
        writer.WriteStartObject();
        writer.WriteString("id", check.Id);
        writer.WriteString("outcome", check.Outcome switch { CheckOutcome.Pass => "pass", CheckOutcome.Fail => "fail", _ => "skip" });
        writer.WriteBoolean("advisory", check.Advisory);
        if (check.Reason is not null) writer.WriteString("reason", check.Reason);
        if (check.Code is not null) writer.WriteString("code", check.Code.Id);
        if (check.Remedy is not null) writer.WriteString("remedy", check.Remedy);
        FactJson.WriteMember(writer, check.Facts);
        writer.WriteStartArray("children");
        foreach (var child in check.Children) Write(writer, child);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
