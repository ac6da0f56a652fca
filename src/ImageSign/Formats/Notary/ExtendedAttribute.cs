namespace ImageSign.Formats.Notary;

/// <summary>A signed attribute that the specification does not define; only a verification plug-in can understand it.</summary>
/// <param name="Json">The value as JSON.</param>
/// <param name="Critical">True when it must be understood.</param>
internal sealed record ExtendedAttribute(ReadOnlyMemory<byte> Json, bool Critical);
