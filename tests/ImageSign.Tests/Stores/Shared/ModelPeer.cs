using System.Collections.Immutable;

namespace ImageSign.Tests.Stores.Shared;

/// <summary>A tool like cosign or oras: reads, writes once with its own entry, and never looks again.</summary>
internal sealed record ModelPeer
{
    public ImmutableSortedSet<string>? Read { get; private init; }

    public bool Ended { get; private init; }

    public string Key => Ended ? "ended" : Read is null ? "begins" : string.Join(',', Read);

    public (ModelPeer Peer, ModelRegistry Registry) Step(ModelRegistry registry) => Read is { } read
        ? (this with { Ended = true }, registry.With(shared: read.Add(ModelRegistry.Peer)))
        : (this with { Read = registry.Shared }, registry);
}
