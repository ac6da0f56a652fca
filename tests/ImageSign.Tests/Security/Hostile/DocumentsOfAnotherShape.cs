using System.Text;
using ImageSign.Oci;
using ImageSign.Testing.Faults;
using ImageSign.Tests.Support;

namespace ImageSign.Tests.Security.Hostile;

/// <summary>A registry that serves JSON of other types, too deep, with members twice, or with digests that are paths.</summary>
[Collection(ProcessEnvironment.Name)]
public sealed class DocumentsOfAnotherShape
{
    private const string Good = "\"schemaVersion\":2,\"mediaType\":\"application/vnd.oci.image.manifest.v1+json\"";
    private const string Entry = "\"mediaType\":\"application/vnd.oci.image.manifest.v1+json\",\"size\":1";

    private static readonly string Zeros = $"sha256:{new string('0', 64)}";
    private static readonly string Config = $"{{\"mediaType\":\"application/vnd.oci.image.config.v1+json\",\"digest\":\"{Zeros}\",\"size\":2}}";
    private static readonly string Deep = $"{new string('[', 100_000)}{new string(']', 100_000)}";

    private static readonly Dictionary<string, string> Images = new(StringComparer.Ordinal)
    {
        ["an array"] = "[]",
        ["a string"] = "\"sha256\"",
        ["null"] = "null",
        ["nothing"] = "",
        ["two documents"] = $"{{{Good},\"config\":{Config},\"layers\":[]}}{{}}",
        ["deep"] = Deep,
        ["deep in a member nobody knows"] = $"{{{Good},\"config\":{Config},\"layers\":[],\"x\":{Deep}}}",
        ["layers that are an object"] = $"{{{Good},\"config\":{Config},\"layers\":{{}}}}",
        ["a configuration that is an array"] = $"{{{Good},\"config\":[],\"layers\":[]}}",
        ["a size that is a string"] = $"{{{Good},\"config\":{Config.Replace("\"size\":2", "\"size\":\"2\"", StringComparison.Ordinal)},\"layers\":[]}}",
        ["a size below zero"] = $"{{{Good},\"config\":{Config.Replace("\"size\":2", "\"size\":-1", StringComparison.Ordinal)},\"layers\":[]}}",
        ["a size beyond 64 bits"] = $"{{{Good},\"config\":{Config.Replace("\"size\":2", "\"size\":1e400", StringComparison.Ordinal)},\"layers\":[]}}",
        ["annotations that are numbers"] = $"{{{Good},\"config\":{Config},\"layers\":[],\"annotations\":{{\"a\":1}}}}",
        ["a member twice"] = $"{{{Good},\"config\":{Config},\"layers\":[],\"layers\":[]}}",
        ["a member that differs by case"] = $"{{{Good},\"config\":{Config},\"layers\":[],\"Layers\":[]}}",
        ["a member that differs by a letter that folds to s"] = $"{{{Good},\"config\":{Config},\"layers\":[],\"layer\u017F\":[]}}",
        ["half a surrogate pair"] = $"{{{Good},\"config\":{Config},\"layers\":[],\"annotations\":{{\"a\":\"\\ud800\"}}}}",
        ["a digest that is a path"] = $"{{{Good},\"config\":{Config.Replace(Zeros, "sha256:../../x", StringComparison.Ordinal)},\"layers\":[]}}",
        ["a digest in capital letters"] = $"{{{Good},\"config\":{Config.Replace(Zeros, $"sha256:{new string('A', 64)}", StringComparison.Ordinal)},\"layers\":[]}}",
        ["a digest of another algorithm that is none"] =
            $"{{{Good},\"config\":{Config.Replace(Zeros, $"sha512:{new string('0', 64)}", StringComparison.Ordinal)},\"layers\":[]}}",
    };

    private static readonly Dictionary<string, string> Listings = new(StringComparer.Ordinal)
    {
        ["deep"] = Deep,
        ["an entry that is a string"] = Listing($"\"{Zeros}\""),
        ["an entry whose digest is a path"] = Listing($"{{{Entry},\"digest\":\"sha256:../../x\"}}"),
        ["an entry whose digest is a path of the right length"] = Listing($"{{{Entry},\"digest\":\"sha256:{"../".PadRight(64, 'x')}\"}}"),
        ["an entry without a digest"] = Listing($"{{{Entry}}}"),
        ["an entry with its digest twice"] = Listing($"{{{Entry},\"digest\":\"{Zeros}\",\"digest\":\"{Zeros}\"}}"),
        ["an entry with another Digest"] = Listing($"{{{Entry},\"digest\":\"{Zeros}\",\"Digest\":\"{Zeros}\"}}"),
        ["manifests that are an object"] = "{\"schemaVersion\":2,\"manifests\":{}}",
    };

    private static readonly Dictionary<string, string> TagLists = new(StringComparer.Ordinal)
    {
        ["deep"] = Deep,
        ["tags that are numbers"] = "{\"name\":\"app\",\"tags\":[1]}",
        ["tags that are an object"] = "{\"name\":\"app\",\"tags\":{}}",
        ["tags twice"] = "{\"name\":\"app\",\"tags\":[],\"tags\":[]}",
        ["another Tags"] = "{\"name\":\"app\",\"tags\":[],\"Tags\":[]}",
    };

    public static TheoryData<string> ImageRows => [.. Images.Keys];

    public static TheoryData<string> ListingRows => [.. Listings.Keys];

    public static TheoryData<string> TagListRows => [.. TagLists.Keys];

    [Theory, MemberData(nameof(ImageRows))]
    public Task In_place_of_the_image_are_refused(string row) => HostileSite.EndureAsync(
        new Situation(On.Get("*/manifests/1"), Served(Images[row])) { Verify = Answer.No(ErrorCodes.Malformed), Sign = Answer.Cannot(ErrorCodes.Malformed), MaxRequests = 1 });

    [Theory, MemberData(nameof(ListingRows))]
    public Task In_place_of_the_list_of_referrers_are_refused(string row) => HostileSite.EndureAsync(
        new Situation(On.Get("*/referrers/*"), Served(Listings[row])) { Verify = Answer.Cannot(ErrorCodes.AnswerUnreadable) });

    /// <summary>
    /// A listing is the registry's word, not evidence of a signer: nothing is decided. Where the list of tags would say that a
    /// signature got lost, signing waits and says so.
    /// </summary>
    [Theory, MemberData(nameof(TagListRows))]
    public Task In_place_of_the_list_of_tags_are_refused(string row) => HostileSite.EndureAsync(
        new Situation(On.Get("*/tags/list"), Served(TagLists[row]))
        { ReferrersApi = false, Signed = false, Verify = Answer.Cannot(ErrorCodes.AnswerUnreadable) });

    [Theory, InlineData("{\"errors\":{}}"), InlineData("{\"errors\":[[]]}"), InlineData("{\"errors\":[{\"code\":1,\"message\":{}}]}"), InlineData("<html>"), InlineData("deep")]
    public Task In_place_of_an_error_say_nothing(string body) => HostileSite.EndureAsync(new Situation(site =>
    {
        site.Registry.Faults.Add(On.Any, Served(body == "deep" ? Deep : body));
        site.Registry.Faults.Add(On.Any, new StatusCodeFault(400));
    })
    { MaxRequests = 1 }.Both(ErrorCodes.RegistryError));

    private static string Listing(string entry) => $"{{\"schemaVersion\":2,\"mediaType\":\"{MediaTypes.OciIndex}\",\"manifests\":[{entry}]}}";

    private static WrongBytesFault Served(string body) => new(Encoding.UTF8.GetBytes(body));
}
