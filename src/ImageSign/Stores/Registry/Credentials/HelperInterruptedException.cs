namespace ImageSign.Stores.Registry.Credentials;

/// <summary>The time was over, or the user gave up, while a credential helper was waited for: whoever says so names it,
/// and not the registry.</summary>
internal sealed class HelperInterruptedException(string helper, OperationCanceledException inner)
    : OperationCanceledException(inner.Message, inner, inner.CancellationToken)
{
    public string Helper { get; } = helper;
}
