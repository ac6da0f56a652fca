using Microsoft.AspNetCore.Http;

namespace ImageSign.Testing.Faults;

/// <summary>Waits before the work is done, between it and the answer, or both; the wait is the same each time, or random between two bounds.</summary>
public sealed class DelayFault : IFault
{
    /// <summary>Shortest and longest wait before the work.</summary>
    public (TimeSpan Min, TimeSpan Max) BeforeWork { get; init; }

    /// <summary>Shortest and longest wait between the work and its answer.</summary>
    public (TimeSpan Min, TimeSpan Max) BeforeAnswer { get; init; }

    /// <summary>A wait before the work, in milliseconds.</summary>
    public static DelayFault Before(int milliseconds) => new() { BeforeWork = Exactly(milliseconds) };

    /// <summary>A wait between the work and its answer, in milliseconds.</summary>
    public static DelayFault After(int milliseconds) => new() { BeforeAnswer = Exactly(milliseconds) };

    /// <inheritdoc/>
    public async Task ApplyAsync(HttpContext context, RequestDelegate next)
    {
        await Task.Delay(Draw(BeforeWork), context.RequestAborted);
        if (BeforeAnswer.Max == TimeSpan.Zero)
        {
            await next(context);
            return;
        }

        var body = await ResponseCapture.RunAsync(context, next);
        await Task.Delay(Draw(BeforeAnswer), context.RequestAborted);
        if (body.Length > 0)
        {
            await ResponseCapture.SendAsync(context, body);
        }
    }

    private static (TimeSpan Min, TimeSpan Max) Exactly(int milliseconds) => (TimeSpan.FromMilliseconds(milliseconds), TimeSpan.FromMilliseconds(milliseconds));

    private static TimeSpan Draw((TimeSpan Min, TimeSpan Max) bounds) => bounds.Min + ((bounds.Max - bounds.Min) * Random.Shared.NextDouble());
}
