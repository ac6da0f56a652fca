using System.Globalization;
using System.Text;
using ImageSign.Crypto;
using ImageSign.Trust.Sigstore.LogEntryBodies;
using ImageSign.Verification;

namespace ImageSign.Trust.Sigstore;

/// <summary>
/// Judges the log entries of a signature, each for itself. An entry of a log that the root does not know says nothing; a bad entry of a
/// known log counts against the signature and is not outvoted.
/// </summary>
internal sealed class LogChecks(TrustedRoot root, SignedContent content, Verifier verifier)
{
    /// <summary>What the promises of Rekor v1 logs prove. <see cref="Evaluate"/> says whether they are good.</summary>
    public IEnumerable<ProvenTime> PromisedTimes(SignatureMaterial material)
    {
        foreach (var entry in material.Entries)
        {
            if (entry.IsV2 || root.Log(entry.LogId.Span) is not { } log || PromiseRefusal(entry, log) is not null) continue;
            yield return new ProvenTime(DateTimeOffset.FromUnixTimeSeconds(entry.IntegratedTime), log.Host);
        }
    }

    /// <summary>The group of entries.</summary>
    /// <param name="material">Holds the entries.</param>
    /// <param name="times">The times that are proven, for the validity of the logs' keys.</param>
    /// <param name="threshold">How many operators are needed; 0 when entries need not be there.</param>
    public Check Evaluate(SignatureMaterial material, IReadOnlyList<ProvenTime> times, int threshold)
    {
        if (Repeated(material.Entries) is { } twice)
        {
            return Check.Fail(CheckIds.Log, ErrorCodes.NotInLog.With($"the entry {twice} stands twice in it"));
        }

        var entries = material.Entries.Select(entry => Entry(entry, times)).ToList();
        if (entries.Find(entry => entry.Outcome == CheckOutcome.Fail) is { } bad)
        {
            return bad with { Id = CheckIds.Log, Children = entries, Facts = [] };
        }

        var good = material.Entries.Zip(entries).Where(pair => pair.Second.Passed).ToList();
        var voters = good.Select(pair => root.Log(pair.First.LogId.Span)!.Voter).Distinct().Count();
        if (voters >= threshold)
        {
            return voters > 0
                ? Check.Pass(CheckIds.Log) with { Children = entries, Facts = [.. good.SelectMany(pair => pair.Second.Facts)] }
                : Check.Skip(CheckIds.Log, "it brings no log entry") with { Children = entries };
        }

        var reason = entries.Count == 0
            ? "it brings no log entry"
            : voters == 0
                ? "it is only in logs that the trusted root does not name"
                : $"{voters} of the {threshold} operators that are wanted logged it";
        return Check.Fail(CheckIds.Log, ErrorCodes.NotInLog.With(reason)) with { Children = entries };
    }

    private Check Entry(LogEntry entry, IReadOnlyList<ProvenTime> times)
    {
        if (root.Log(entry.LogId.Span) is not { } log)
        {
            return Check.Skip(CheckIds.LogEntry, $"the trusted root does not name its log {Convert.ToHexStringLower(entry.LogId.Span)}");
        }

        if (log.Key is null)
        {
            return Check.Skip(CheckIds.LogEntry, $"keys of the kind {log.KeyDetails} of its log '{log.BaseUrl}' cannot be verified here");
        }

        List<Check> checks = [];
        List<string> required = [CheckIds.LogBody];
        if (entry.Promise is not null || entry.Proof is null)
        {
            required.Add(CheckIds.LogPromise);
            checks.Add(Of(CheckIds.LogPromise, PromiseRefusal(entry, log)));
        }

        if (entry.Proof is { } proof)
        {
            required.AddRange([CheckIds.LogCheckpoint, CheckIds.LogInclusion]);
            checks.Add(Of(CheckIds.LogCheckpoint, CheckpointRefusal(entry, proof, log) ?? TimeRefusal(log, times)));
            checks.Add(Of(CheckIds.LogInclusion, InclusionRefusal(entry, proof)));
        }

        checks.Add(LogEntryBody.Mismatch(entry, content, verifier) is { } mismatch
            ? Check.Fail(CheckIds.LogBody, ErrorCodes.LogEntryMismatch.With(mismatch))
            : Check.Pass(CheckIds.LogBody));
        return Check.AllOf(CheckIds.LogEntry, required, checks) with
        {
            Facts = [new Fact("log", log.Host), new Fact("log-index", entry.Index.ToString(CultureInfo.InvariantCulture))],
        };
    }

    /// <summary>Rekor v1, the signed entry timestamp: over the entry in RFC 8785 form, whose strings need no escape.</summary>
    private static string? PromiseRefusal(LogEntry entry, TransparencyLog log)
    {
        if (entry.IsV2) return "a log of this kind makes no promise, but there is one";
        if (entry.Promise is not { } promise) return "it has neither a promise nor a proof";
        var (body, id) = (Convert.ToBase64String(entry.Body.Span), Convert.ToHexStringLower(entry.LogId.Span));
        var signed = $$"""{"body":"{{body}}","integratedTime":{{entry.IntegratedTime}},"logID":"{{id}}","logIndex":{{entry.Index}}}""";
        if (!log.Signed(Encoding.ASCII.GetBytes(signed), promise.Span)) return $"its promise was not signed by '{log.BaseUrl}'";
        if (entry.IntegratedTime is <= 0 or > MaxSeconds) return "its promise has no time";
        var time = DateTimeOffset.FromUnixTimeSeconds(entry.IntegratedTime);
        return log.ValidFor.Contains(time)
            ? null
            : $"at {Rfc3339.Format(time)} the trusted root did not count the key of '{log.BaseUrl}' ({log.ValidFor})";
    }

    private static string? CheckpointRefusal(LogEntry entry, InclusionProof proof, TransparencyLog log)
    {
        try
        {
            var checkpoint = Checkpoint.Parse(proof.Checkpoint);
            // A Rekor v2 log is one tree on one host; behind the one address of a Rekor v1 log there are many, and the root names the log
            // by its id only.
            var name = entry.IsV2 ? (checkpoint.Origin == log.Host ? log.Host : null) : checkpoint.V1Name;
            if (name is null) return $"its checkpoint is of '{checkpoint.Origin}', not of '{log.Host}'";
            if (!log.Signed(checkpoint.Note, name, entry.IsV2))
            {
                return $"its checkpoint was not signed by '{name}' with the key of the trusted root";
            }

            if (checkpoint.Size != proof.TreeSize)
            {
                return $"its checkpoint is for {checkpoint.Size} entries, its proof for {proof.TreeSize}";
            }

            return checkpoint.RootHash.Span.SequenceEqual(proof.RootHash.Span) ? null : "its checkpoint has another root than its proof";
        }
        catch (ImageSignException e) when (!e.Code.Undecided)
        {
            return e.Message.TrimEnd('.');
        }
    }

    /// <summary>A checkpoint has no time of its own, so the times that are proven elsewhere say whether the log's key counted.</summary>
    private static string? TimeRefusal(TransparencyLog log, IReadOnlyList<ProvenTime> times) => times.Count == 0
        || times.Any(time => log.ValidFor.Contains(time.Time))
        ? null
        : $"at {Rfc3339.Format(times[0].Time)} the trusted root did not count the key of '{log.BaseUrl}' ({log.ValidFor})";

    private static string? InclusionRefusal(LogEntry entry, InclusionProof proof)
    {
        if (entry.IsV2 && proof.Index != entry.Index) return $"its proof is for the place {proof.Index}, the entry says {entry.Index}";
        var root = MerkleTree.RootOf(MerkleTree.LeafHash(entry.Body.Span), proof.Index, proof.TreeSize, proof.Hashes);
        if (root is null) return $"its proof of {proof.Hashes.Count} hashes is not one for the place {proof.Index} of {proof.TreeSize}";
        return root.AsSpan().SequenceEqual(proof.RootHash.Span) ? null : "its proof does not lead to the root of the log";
    }

    private static string? Repeated(IReadOnlyList<LogEntry> entries)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        return entries.Select(
            entry => $"{entry.Index} of the log {Convert.ToHexStringLower(entry.LogId.Span)}").FirstOrDefault(name => !seen.Add(name));
    }

    private static Check Of(string id, string? refusal) =>
        refusal is null ? Check.Pass(id) : Check.Fail(id, ErrorCodes.NotInLog.With(refusal));

    // The last second that a .NET time can be.
    private const long MaxSeconds = 253_402_300_799;
}
