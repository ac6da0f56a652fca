using ImageSign.Testing;
using ImageSign.Testing.Faults;
using Microsoft.AspNetCore.Http;

namespace ImageSign.Tests.Security.Hostile;

/// <summary>A row of the table: how a registry turns hostile, and what verifying and signing must come to.</summary>
/// <param name="Begin">Turns it hostile.</param>
internal sealed record Situation(Action<HostileSite> Begin)
{
    public Situation(Func<HttpRequest, bool> on, IFault fault)
        : this(site => site.Registry.Faults.Add(on, fault))
    {
    }

    /// <summary>What verifying the image that was signed before comes to.</summary>
    public Answer Verify { get; init; } = Answer.Done;

    /// <summary>What signing it with a second key comes to.</summary>
    public Answer Sign { get; init; } = Answer.Done;

    /// <summary>Whether the image was signed at all before.</summary>
    public bool Signed { get; init; } = true;

    /// <summary>Whether the registry lists referrers; when not, it is like docker-registry 2.8.3.</summary>
    public bool ReferrersApi { get; init; } = true;

    /// <summary>Whether the registry takes a blob in the request that would begin its upload; when not, each has an upload session.</summary>
    public bool TakesWholeBlobs { get; init; } = true;

    /// <summary>Who the registry asks for.</summary>
    public RegistryAuth? Auth { get; init; }

    /// <summary>How long one request may take.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(100);

    /// <summary>Most requests that verifying and signing may make, each.</summary>
    public int MaxRequests { get; init; } = 60;

    /// <summary>Most bytes that verifying and signing may read from the network, each.</summary>
    public long MaxBytes { get; init; } = 40 * 1024 * 1024;

    /// <summary>Whether the registry is honest again once its faults are taken back; what was put into it stays.</summary>
    public bool Passes { get; init; } = true;

    /// <summary>Verifying and signing come to the same.</summary>
    public Situation Both(ErrorCode code) => this with { Verify = Answer.Cannot(code), Sign = Answer.Cannot(code) };
}
