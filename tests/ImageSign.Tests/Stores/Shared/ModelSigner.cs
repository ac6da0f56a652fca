using System.Collections.Immutable;
using ImageSign.Stores.Shared;

namespace ImageSign.Tests.Stores.Shared;

/// <summary>
/// One signer of the model: the production state machine, which is rebuilt from what it was told (its history), and what it holds in memory
/// between two requests: the manifest that it read.
/// </summary>
internal sealed record ModelSigner(string Id, bool ListsMarkers = true)
{
    private static readonly Dictionary<(string Id, bool Lists, string Key, string Registry), (ModelSigner Signer, ModelRegistry Registry)> Known = [];

    private ImmutableList<Action<SharedWrite>> _history = [];
    private ImmutableSortedSet<string> _read = [];

    public bool Crashed { get; private init; }

    public SharedWriteStep Next { get; private init; } = SharedWriteStep.PushMarker;

    public bool Ended => Crashed || Next == SharedWriteStep.Done;

    public bool Finished => !Crashed && Next == SharedWriteStep.Done;

    /// <summary>Everything that the signer's next steps depend on.</summary>
    public string Key { get; private init; } = "";

    /// <summary>True once it wrote the shared manifest.</summary>
    public bool HasWritten { get; private init; }

    public ModelSigner Crash() => this with { Crashed = true, Key = HasWritten ? "crashed behind a write" : "crashed before it wrote" };

    /// <summary>Does the next step, one atomic request, as RegistryStore.WriteSharedAsync does it. The same step is computed once.</summary>
    public (ModelSigner Signer, ModelRegistry Registry) Step(ModelRegistry registry)
    {
        var input = (Id, ListsMarkers, Key, registry.Key);
        return Known.TryGetValue(input, out var known) ? known : Known[input] = Do(registry);
    }

    private (ModelSigner Signer, ModelRegistry Registry) Do(ModelRegistry registry)
    {
        switch (Next)
        {
            case SharedWriteStep.PushMarker:
                return (Told(_read, write => write.MarkerPushed()), registry.With(markers: registry.Markers.Add(Id)));
            case SharedWriteStep.Read:
                var read = registry.Shared;
                return (Told(read, write => write.WasRead(read)), registry);
            case SharedWriteStep.Write:
                var written = _read.Union(Replay().Wanted);
                var told = Told(_read, write => write.WasWritten(written));
                return (told with { HasWritten = true }, registry.With(shared: written));
            case SharedWriteStep.ListMarkers:
                var listed = ListsMarkers ? registry.Markers : [];
                return (Told(_read, write => write.WereListed(listed.Where(id => !write.Holds(id)))), registry);
            default:
                throw new InvalidOperationException("The signer has ended.");
        }
    }

    private ModelSigner Told(ImmutableSortedSet<string> read, Action<SharedWrite> what)
    {
        var next = this with { _history = _history.Add(what), _read = read };
        var write = next.Replay();
        var held = ModelRegistry.Contributions.Where(write.Holds);
        return next with { Next = write.Next, Key = $"{write.Next}|{HasWritten || Next == SharedWriteStep.Write}|{string.Join(',', write.Wanted.Order(StringComparer.Ordinal))}|{string.Join(',', held)}|{string.Join(',', read)}" };
    }

    private SharedWrite Replay()
    {
        var write = new SharedWrite(Id);
        foreach (var told in _history) told(write);
        return write;
    }
}
