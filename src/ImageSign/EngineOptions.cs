using ImageSign.Formats;
using ImageSign.Keys;

namespace ImageSign;

/// <summary>What the engine works with. Registration is this explicit list: no statics, no reflection, no container.</summary>
public sealed record EngineOptions
{
    /// <summary>The signature formats, in the order in which they are tried.</summary>
    public IReadOnlyList<ISignatureFormat> Formats { get; init; } = [];

    /// <summary>The key providers, one for each scheme.</summary>
    public IReadOnlyList<IKeyProvider> Keys { get; init; } = [];

    /// <summary>Where passwords come from.</summary>
    public required IPasswordSource Passwords { get; init; }

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>How registries are reached.</summary>
    public RegistryOptions Registry { get; init; } = new();
}
