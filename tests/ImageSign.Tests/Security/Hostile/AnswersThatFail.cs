using ImageSign.Testing.Faults;
using ImageSign.Tests.Support;

namespace ImageSign.Tests.Security.Hostile;

/// <summary>A registry that answers with errors, breaks off, or does not answer: for a while, or for ever.</summary>
[Collection(ProcessEnvironment.Name)]
public sealed class AnswersThatFail
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(1);

    private static readonly Dictionary<string, Situation> Table = new(StringComparer.Ordinal)
    {
        ["429 three times for each request"] = new(On.Any, new AtFirstFault(3, new StatusCodeFault(429))),
        ["429 with Retry-After three times for each request"] = new(On.Any, new AtFirstFault(3, new StatusCodeFault(429, Soon))),
        ["500 three times for each request"] = new(On.Any, new AtFirstFault(3, new StatusCodeFault(500))),
        ["502 three times for each request"] = new(On.Any, new AtFirstFault(3, new StatusCodeFault(502))),
        ["503 three times for each request"] = new(On.Any, new AtFirstFault(3, new StatusCodeFault(503))),
        ["503 with Retry-After three times for each request, without a referrers API"] = new(On.Any, new AtFirstFault(3, new StatusCodeFault(503, Soon))) { ReferrersApi = false },
        ["a Retry-After of a year"] = new(On.Any, new AtFirstFault(1, new StatusCodeFault(503, TimeSpan.FromDays(365)))),
        ["a Retry-After that is a date of another century"] = new(On.Any, new AtFirstFault(1, RetryAfter("Fri, 31 Dec 2199 23:59:59 GMT"))),
        ["a Retry-After that is long past"] = new(On.Any, new AtFirstFault(1, RetryAfter("Thu, 01 Jan 1970 00:00:00 GMT"))),
        ["a Retry-After that is nothing"] = new(On.Any, new AtFirstFault(1, RetryAfter("soon; or later"))),
        ["429 for ever"] = new Situation(On.Any, new StatusCodeFault(429)) { MaxRequests = 5 }.Both(ErrorCodes.TooManyRequests),
        ["429 with Retry-After for ever"] = new Situation(On.Any, new StatusCodeFault(429, Soon)) { MaxRequests = 5 }.Both(ErrorCodes.TooManyRequests),
        ["500 for ever"] = new Situation(On.Any, new StatusCodeFault(500)) { MaxRequests = 5 }.Both(ErrorCodes.RegistryError),
        ["502 for ever"] = new Situation(On.Any, new StatusCodeFault(502)) { MaxRequests = 5 }.Both(ErrorCodes.RegistryError),
        ["503 with Retry-After for ever"] = new Situation(On.Any, new StatusCodeFault(503, Soon)) { MaxRequests = 5 }.Both(ErrorCodes.RegistryError),
        ["500 for every write"] = new(request => request.Method is "PUT" or "POST", new StatusCodeFault(500)) { Sign = Answer.Cannot(ErrorCodes.RegistryError) },
        ["500 for every list of signatures, without a referrers API"] = new(On.Put("*/manifests/*"), new StatusCodeFault(500)) { ReferrersApi = false, Sign = Answer.Cannot(ErrorCodes.RegistryError) },
        ["a connection that breaks before each answer"] = new Situation(On.Any, new DropConnectionFault()) { MaxRequests = 5 }.Both(ErrorCodes.RegistryUnreachable),
        ["a connection that breaks before each answer, once"] = new(On.Any, new AtFirstFault(1, new DropConnectionFault())),
        ["a connection that breaks after the work, once"] = new(On.Any, new AtFirstFault(1, new LostAnswerFault())),
        ["a connection that breaks after the work, once, without a referrers API"] = new(On.Any, new AtFirstFault(1, new LostAnswerFault())) { ReferrersApi = false },
        ["a connection that breaks after each write of a manifest"] = new(On.Put("*/manifests/*"), new LostAnswerFault()) { Sign = Answer.Cannot(ErrorCodes.RegistryUnreachable) },
        ["a connection that breaks within each body, twice"] = new(On.Any, new AtFirstFault(2, new TruncatedBodyFault(10))),
        ["a connection that breaks within each body"] = new Situation(On.Get("*"), new TruncatedBodyFault(10)) { MaxRequests = 5 }.Both(ErrorCodes.RegistryUnreachable),
        ["a connection that breaks within each blob sent whole"] = new(On.Post("*/blobs/uploads/*"), new DropConnectionFault(10)) { Sign = Answer.Cannot(ErrorCodes.RegistryUnreachable) },
        ["a connection that breaks within each upload"] = new(On.Put("*/blobs/uploads/*"), new DropConnectionFault(10)) { TakesWholeBlobs = false, Sign = Answer.Cannot(ErrorCodes.RegistryUnreachable) },
        ["an upload session that expires twice"] = new(site => site.Registry.Faults.Add(On.Put("*/blobs/uploads/*"), new StatusCodeFault(404), times: 2)) { TakesWholeBlobs = false },
        ["an upload session that always expires"] = new(On.Put("*/blobs/uploads/*"), new StatusCodeFault(404)) { TakesWholeBlobs = false, Sign = Answer.Cannot(ErrorCodes.RegistryError) },
        ["no answer at all"] = new Situation(On.Any, DelayFault.Before(60_000)) { Timeout = Soon, MaxRequests = 1 }.Both(ErrorCodes.TimedOut),
        ["no answer to blobs sent whole"] = new(On.Post("*/blobs/uploads/*"), DelayFault.Before(60_000)) { Timeout = 3 * Soon, Sign = Answer.Cannot(ErrorCodes.TimedOut) },
        ["no answer to uploads"] = new(On.Put("*/blobs/uploads/*"), DelayFault.Before(60_000)) { TakesWholeBlobs = false, Timeout = 3 * Soon, Sign = Answer.Cannot(ErrorCodes.TimedOut) },
        ["errors that each come just in time"] = new Situation(Slowly(new StatusCodeFault(503))) { Timeout = Soon, MaxRequests = 3 }.Both(ErrorCodes.TimedOut),
        ["redirects that each come just in time"] = new Situation(Slowly(new RedirectLoopFault())) { Timeout = Soon, MaxRequests = 3 }.Both(ErrorCodes.TimedOut),
    };

    public static TheoryData<string> Rows => [.. Table.Keys];

    [Theory, MemberData(nameof(Rows))]
    public Task Are_endured(string row) => HostileSite.EndureAsync(Table[row]);

    private static CustomFault RetryAfter(string value) => new(context =>
    {
        context.Response.StatusCode = 503;
        context.Response.Headers.RetryAfter = value;
        return Task.FromResult(true);
    });

    private static Action<HostileSite> Slowly(IFault fault) => site =>
    {
        site.Registry.Faults.Add(On.Any, DelayFault.Before(700));
        site.Registry.Faults.Add(On.Any, fault);
    };
}
