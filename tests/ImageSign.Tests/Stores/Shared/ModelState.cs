using System.Collections.Immutable;

namespace ImageSign.Tests.Stores.Shared;

/// <summary>A moment of the model: the registry, and everybody who works on it.</summary>
internal sealed record ModelState(ModelRegistry Registry, ImmutableArray<ModelSigner> Signers)
{
    public ModelPeer? Peer { get; init; }

    /// <summary>One crash may still happen.</summary>
    public bool MayCrash { get; init; }

    /// <summary>The marker that an administrator may still delete, or null.</summary>
    public string? MayDelete { get; init; }

    public bool IsTerminal => Signers.All(signer => signer.Ended) && Peer is null or { Ended: true };

    public IEnumerable<string> Finished => Signers.Where(signer => signer.Finished).Select(signer => signer.Id);

    public string Key => $"{Registry.Key};{string.Join(';', Signers.Select(signer => signer.Key))};{Peer?.Key};{MayCrash};{MayDelete}";

    public static ModelState Begin(bool listsMarkers = true) =>
        new(new ModelRegistry(), [.. ModelRegistry.Signers.Select(id => new ModelSigner(id, listsMarkers))]);

    /// <summary>Everything that can happen next.</summary>
    public IEnumerable<ModelState> Successors()
    {
        foreach (var (index, signer) in Signers.Index())
        {
            if (signer.Ended) continue;
            var (stepped, registry) = signer.Step(Registry);
            yield return this with { Registry = registry, Signers = Signers.SetItem(index, stepped) };
            if (MayCrash) yield return this with { Signers = Signers.SetItem(index, signer.Crash()), MayCrash = false };
        }

        if (Peer is { Ended: false })
        {
            var (peer, registry) = Peer.Step(Registry);
            yield return this with { Registry = registry, Peer = peer };
        }

        if (MayDelete is { } marker && Registry.Markers.Contains(marker)) yield return this with { Registry = Registry.With(markers: Registry.Markers.Remove(marker)), MayDelete = null };
    }
}
