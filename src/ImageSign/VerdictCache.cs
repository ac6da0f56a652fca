using System.Collections.Concurrent;
using ImageSign.Oci;
using ImageSign.Verification;

namespace ImageSign;

/// <summary>
/// What was found out about an image, for when one call names it again. The key is the whole question: registry, repository, tag and digest of the image, and the
/// keys, policy and claims that were asked for. Only answers are kept, and only the latest; what could not be decided is tried again.
/// </summary>
internal sealed class VerdictCache
{
    private const int MaxVerdicts = 256;

    private readonly ConcurrentDictionary<VerifyRequest, Lazy<Task<(Descriptor Judged, Check Root)>>> _verdicts = new();
    private readonly ConcurrentQueue<VerifyRequest> _order = new();

    /// <summary>The verdict about <paramref name="question"/>, whose image has its digest; asked at the same time, it is found out once.</summary>
    public async Task<(Descriptor Judged, Check Root)> GetAsync(VerifyRequest question, Func<Task<(Descriptor Judged, Check Root)>> evaluate)
    {
        var verdict = _verdicts.GetOrAdd(question, static (_, first) => new Lazy<Task<(Descriptor, Check)>>(first), evaluate);
        var isAnswer = false;
        try
        {
            var (judged, root) = await verdict.Value.ConfigureAwait(false);
            isAnswer = root.Code is not { Undecided: true };
            return (judged, root);
        }
        finally
        {
            if (isAnswer) Keep(question);
            else _verdicts.TryRemove(new(question, verdict));
        }
    }

    private void Keep(VerifyRequest question)
    {
        _order.Enqueue(question);
        while (_order.Count > MaxVerdicts && _order.TryDequeue(out var oldest)) _verdicts.TryRemove(oldest, out _);
    }
}
