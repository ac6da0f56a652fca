namespace ImageSign.Stores.Shared;

/// <summary>
/// One signer's part in writing a shared manifest without losing anybody's contribution, as a state machine without IO:
/// whoever runs it does the <see cref="Next"/> step against the store and reports what came back.
/// </summary>
/// <remarks>
/// The argument (docs/decisions/0003-lossless-shared-tags.md): every signer pushes its marker before it writes, and lists the markers after
/// it wrote. Take the last write of all. Its author listed afterwards and saw every marker pushed until then; had one been missing from what
/// it wrote, it would have written again, and this would not be the last write. A marker pushed later belongs to a signer that writes later
/// still: again not the last write. So the last write holds everything. No clock, no lock, no compare-and-swap.
/// </remarks>
internal sealed class SharedWrite(string own)
{
    private readonly HashSet<string> _wanted = new(StringComparer.Ordinal) { own };
    private IReadOnlySet<string> _last = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>What is to be done now.</summary>
    public SharedWriteStep Next { get; private set; } = SharedWriteStep.PushMarker;

    /// <summary>The contributions that the next write must hold besides what was read.</summary>
    public IReadOnlySet<string> Wanted => _wanted;

    public void MarkerPushed() => Next = SharedWriteStep.Read;

    /// <summary>The manifest was read and holds <paramref name="contributions"/>.</summary>
    public void WasRead(IReadOnlySet<string> contributions)
    {
        _last = contributions;
        Next = _wanted.IsSubsetOf(contributions) ? SharedWriteStep.ListMarkers : SharedWriteStep.Write;
    }

    /// <summary>A manifest with <paramref name="contributions"/> was written.</summary>
    public void WasWritten(IReadOnlySet<string> contributions)
    {
        _last = contributions;
        Next = SharedWriteStep.ListMarkers;
    }

    /// <summary>True when what this signer wrote or read last holds the contribution.</summary>
    public bool Holds(string contribution) => _last.Contains(contribution);

    /// <summary>The markers of this subject, as far as they are contributions to this manifest, are <paramref name="markers"/>.</summary>
    public void WereListed(IEnumerable<string> markers)
    {
        _wanted.UnionWith(markers);
        Next = _wanted.IsSubsetOf(_last) ? SharedWriteStep.Done : SharedWriteStep.Read;
    }
}
