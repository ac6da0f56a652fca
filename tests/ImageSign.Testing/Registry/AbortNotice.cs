using Microsoft.AspNetCore.Http.Features;

namespace ImageSign.Testing.Registry;

/// <summary>Says that a connection is about to be dropped, before it is.</summary>
internal sealed class AbortNotice(IHttpRequestLifetimeFeature inner, Action notify) : IHttpRequestLifetimeFeature
{
    public CancellationToken RequestAborted
    {
        get => inner.RequestAborted;
        set => inner.RequestAborted = value;
    }

    public void Abort()
    {
        notify();
        inner.Abort();
    }
}
