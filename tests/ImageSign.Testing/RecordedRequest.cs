namespace ImageSign.Testing;

/// <summary>One request as a server or proxy saw it.</summary>
/// <param name="Method">Upper-case method.</param>
/// <param name="Path">Path without the query.</param>
/// <param name="Query">Query with its question mark, or empty.</param>
/// <param name="Status">Status answered; 0 when the connection was dropped before any answer.</param>
/// <param name="Headers">Request headers, names compared without case, several values joined by a comma.</param>
public sealed record RecordedRequest(string Method, string Path, string Query, int Status, IReadOnlyDictionary<string, string> Headers)
{
    /// <summary>The Authorization header's value, or null when it was absent.</summary>
    public string? Authorization => Headers.GetValueOrDefault("Authorization");

    /// <summary>The line to show in a failed assertion; never with credentials.</summary>
    public override string ToString() => $"{Method} {Path}{Query} {Status}";
}
