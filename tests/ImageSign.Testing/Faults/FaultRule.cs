using Microsoft.AspNetCore.Http;

namespace ImageSign.Testing.Faults;

/// <summary>Which requests a fault hits, and how often.</summary>
public sealed class FaultRule
{
    private readonly Func<HttpRequest, bool> match;
    private readonly int? times;
    private int hits;

    internal FaultRule(Func<HttpRequest, bool> match, IFault fault, int? times)
    {
        this.match = match;
        this.times = times;
        Fault = fault;
    }

    /// <summary>What goes wrong.</summary>
    public IFault Fault { get; }

    /// <summary>How many requests were hit so far.</summary>
    public int Hits => Volatile.Read(ref hits);

    /// <summary>Takes one of the times that are left, when the request matches.</summary>
    internal bool TryTake(HttpRequest request)
    {
        if (!match(request))
        {
            return false;
        }

        int seen;
        do
        {
            seen = Volatile.Read(ref hits);
            if (seen >= times)
            {
                return false;
            }
        }
        while (Interlocked.CompareExchange(ref hits, seen + 1, seen) != seen);

        return true;
    }
}
