using Microsoft.AspNetCore.Http;

namespace ImageSign.Testing.Faults;

/// <summary>
/// An eventually consistent registry: a manifest PUT is acknowledged, and can be read by digest at once, but its tag (and the listing of referrers)
/// shows the state before for a while.
/// </summary>
/// <param name="duration">How long the old state is served.</param>
public sealed class DelayedVisibilityFault(TimeSpan duration) : IFault
{
    private static readonly object Key = new();

    /// <inheritdoc/>
    public Task ApplyAsync(HttpContext context, RequestDelegate next)
    {
        context.Items[Key] = duration;
        return next(context);
    }

    internal static TimeSpan Of(HttpContext context) => context.Items.TryGetValue(Key, out var value) && value is TimeSpan duration ? duration : TimeSpan.Zero;
}
