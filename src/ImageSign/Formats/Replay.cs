using System.Runtime.CompilerServices;

namespace ImageSign.Formats;

/// <summary>A lazy sequence that is pulled at most once and can be read from its beginning any number of times; not for concurrent readers.</summary>
internal sealed class Replay<T>(Func<CancellationToken, IAsyncEnumerable<T>> source) : IAsyncDisposable
{
    private readonly List<T> _seen = [];
    private IAsyncEnumerator<T>? _rest;
    private bool _finished;

    public async IAsyncEnumerable<T> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var i = 0; ; i++)
        {
            if (i == _seen.Count)
            {
                if (_finished) yield break;
                _rest ??= source(cancellationToken).GetAsyncEnumerator(cancellationToken);
                if (!await _rest.MoveNextAsync().ConfigureAwait(false))
                {
                    _finished = true;
                    yield break;
                }

                _seen.Add(_rest.Current);
            }

            yield return _seen[i];
        }
    }

    public ValueTask DisposeAsync() => _rest?.DisposeAsync() ?? ValueTask.CompletedTask;
}
