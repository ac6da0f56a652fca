namespace ImageSign.Keys;

/// <summary>An envelope that a signing service made.</summary>
/// <param name="Envelope">Its bytes.</param>
/// <param name="Annotations">Annotations that it wants on the manifest.</param>
public sealed record MadeEnvelope(ReadOnlyMemory<byte> Envelope, IReadOnlyDictionary<string, string> Annotations);
