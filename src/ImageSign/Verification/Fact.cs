namespace ImageSign.Verification;

/// <summary>Something a check found out, for people and scripts: a fingerprint, a time, a digest.</summary>
/// <param name="Name">A stable name in kebab case.</param>
/// <param name="Value">The value as text.</param>
/// <param name="Signed">True when the value stands in what was signed; false for what anybody could have written.</param>
public sealed record Fact(string Name, string Value, bool Signed = true);
