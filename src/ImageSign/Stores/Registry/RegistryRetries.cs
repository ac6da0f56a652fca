using System.Net;
using Polly;
using Polly.Retry;

namespace ImageSign.Stores.Registry;

/// <summary>When a request is sent again: 429, 5xx and dropped connections; with jitter, and as late as <c>Retry-After</c> asks, within bounds.</summary>
internal static class RegistryRetries
{
    private const int MaxRetries = 4;
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan MaxDelay = TimeSpan.FromSeconds(20);

    public static ResiliencePipeline<RegistryAnswer> Create(TimeProvider time) => new ResiliencePipelineBuilder<RegistryAnswer> { TimeProvider = time }
        .AddRetry(new RetryStrategyOptions<RegistryAnswer>
        {
            MaxRetryAttempts = MaxRetries,
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            Delay = FirstDelay,
            MaxDelay = MaxDelay,
            ShouldHandle = arguments => ValueTask.FromResult(arguments.Outcome switch
            {
                { Exception: HttpRequestException { HttpRequestError: not (HttpRequestError.SecureConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError) } } => true,
                { Exception: IOException } => true,
                { Result: { } answer } => answer.Status is HttpStatusCode.TooManyRequests or HttpStatusCode.InternalServerError or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout,
                _ => false,
            }),
            DelayGenerator = arguments => ValueTask.FromResult(RetryAfter(arguments.Outcome.Result, time)),
        })
        .Build();

    private static TimeSpan? RetryAfter(RegistryAnswer? answer, TimeProvider time)
    {
        var after = answer?.Headers.RetryAfter;
        var delay = after?.Delta ?? (after?.Date is { } date ? date - time.GetUtcNow() : null);
        return delay is not { } wait ? null : wait < TimeSpan.Zero ? TimeSpan.Zero : wait > MaxDelay ? MaxDelay : wait;
    }
}
