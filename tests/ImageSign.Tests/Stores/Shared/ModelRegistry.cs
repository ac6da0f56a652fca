using System.Collections.Immutable;

namespace ImageSign.Tests.Stores.Shared;

/// <summary>What a registry holds for one subject: the manifest at the shared tag, as the contributions in it, and the marker tags.</summary>
internal sealed class ModelRegistry(ImmutableSortedSet<string>? shared = null, ImmutableSortedSet<string>? markers = null)
{
    /// <summary>The contribution of a tool that knows no markers.</summary>
    public const string Peer = "peer";

    public static readonly ImmutableArray<string> Signers = ["a", "b", "c"];

    public static readonly ImmutableArray<string> Contributions = [.. Signers, Peer, "later"];

    public ImmutableSortedSet<string> Shared { get; } = shared ?? [];

    public ImmutableSortedSet<string> Markers { get; } = markers ?? [];

    public string Key { get; } = $"{string.Join(',', shared ?? [])}|{string.Join(',', markers ?? [])}";

    public ModelRegistry With(ImmutableSortedSet<string>? shared = null, ImmutableSortedSet<string>? markers = null) => new(shared ?? Shared, markers ?? Markers);
}
