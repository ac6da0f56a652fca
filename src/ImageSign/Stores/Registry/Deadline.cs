namespace ImageSign.Stores.Registry;

/// <summary>When waiting ends: after a time, or when the caller gives up. What goes on step by step may put it off.</summary>
internal sealed class Deadline : IDisposable
{
    private readonly Lock _gate = new();
    private readonly TimeSpan _timeout;
    private readonly CancellationTokenSource _source;
    private bool _over;

    public Deadline(TimeSpan timeout, CancellationToken cancellationToken)
    {
        _timeout = timeout;
        _source = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _source.CancelAfter(timeout);
    }

    public CancellationToken Token => _source.Token;

    /// <summary>Starts the time anew; nothing happens when it is over already: an abandoned upload may still be reading.</summary>
    public void Renew()
    {
        lock (_gate)
        {
            if (!_over) _source.CancelAfter(_timeout);
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _over = true;
            _source.Dispose();
        }
    }
}
