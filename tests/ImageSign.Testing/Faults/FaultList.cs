using Microsoft.AspNetCore.Http;

namespace ImageSign.Testing.Faults;

/// <summary>
/// The rules in force. Every rule that matches a request applies; the first one added is the outermost. Thread-safe.
/// <code>registry.Faults.Add(On.Put("*/manifests/*"), new StatusCodeFault(503), times: 2);</code>
/// </summary>
public sealed class FaultList
{
    private readonly Lock gate = new();
    private readonly List<FaultRule> rules = [];

    /// <summary>Adds a rule. <paramref name="times"/>: how many requests it hits; null for all of them.</summary>
    public FaultRule Add(Func<HttpRequest, bool> match, IFault fault, int? times = null)
    {
        var rule = new FaultRule(match, fault, times);
        lock (gate)
        {
            rules.Add(rule);
        }

        return rule;
    }

    /// <summary>Takes a rule back; false when it was not in force.</summary>
    public bool Remove(FaultRule rule)
    {
        lock (gate)
        {
            return rules.Remove(rule);
        }
    }

    /// <summary>Takes all rules back.</summary>
    public void Clear()
    {
        lock (gate)
        {
            rules.Clear();
        }
    }

    internal Task ApplyAsync(HttpContext context, RequestDelegate next)
    {
        List<FaultRule> hit;
        lock (gate)
        {
            hit = [.. rules.Where(rule => rule.TryTake(context.Request))];
        }

        return Enumerable.Reverse(hit).Aggregate(next, (inner, rule) => request => rule.Fault.ApplyAsync(request, inner))(context);
    }
}
