using System.Text.RegularExpressions;
using ImageSign.Tests.Support;

namespace ImageSign.Tests.Architecture;

/// <summary>The inner dependency rule of docs/architecture.md, over the engine's source files.</summary>
public sealed partial class DependencyTests
{
    /// <summary>What a room may name besides itself and what stands above all rooms (error codes, requests).</summary>
    private static readonly Dictionary<string, string[]> Allowed = new(StringComparer.Ordinal)
    {
        ["Primitives"] = [], // the ground, on which every room may stand
        ["Oci"] = [],
        ["Crypto"] = ["Oci"], // for its Limits: the bounds stand in one list
        ["Verification"] = [],
        ["Processes"] = ["Oci"],
        ["Manifests"] = ["Oci"],
        ["Stores"] = ["Oci", "Processes"],
        ["Plugins"] = ["Oci", "Processes"],
        ["Keys"] = ["Crypto", "Oci", "Plugins", "Processes"],
        ["Trust"] = ["Crypto", "Verification", "Oci"],
        ["Configuration"] = ["Oci", "Verification", "Stores", "Formats"],
        ["Formats"] = ["Oci", "Crypto", "Verification", "Stores", "Keys", "Trust"],
        ["Rehearsals"] = ["Oci", "Crypto", "Stores", "Keys", "Trust"],
    };

    public static TheoryData<string> Rooms => [.. Directory.GetDirectories(Source).Select(Path.GetFileName).OfType<string>().Where(name => name is not ("bin" or "obj"))];

    private static string Source => RepositoryRoot.PathOf("src/ImageSign");

    [Theory, MemberData(nameof(Rooms))]
    public void A_room_names_only_what_it_rests_on(string room)
    {
        Assert.True(Allowed.ContainsKey(room), $"'{room}' is a room that the rule does not know");
        var strangers = FilesOf(room).SelectMany(file => RoomsNamedIn(file).Where(name => name != room && name != "Primitives" && !Allowed[room].Contains(name)).Select(name => $"{Path.GetRelativePath(Source, file)} names {name}"));

        Assert.Empty(strangers);
    }

    [Theory, InlineData("Stores"), InlineData("Keys"), InlineData("Formats"), InlineData("Trust")]
    public void Siblings_do_not_know_each_other(string room)
    {
        string[] siblings = Directory.Exists(Path.Combine(Source, room)) ? [.. Directory.GetDirectories(Path.Combine(Source, room)).Select(Path.GetFileName).OfType<string>().Where(name => name != "Shared")] : [];
        var strangers =
            from own in siblings
            from file in FilesOf(Path.Combine(room, own))
            from other in siblings
            where other != own && File.ReadAllText(file).Contains($"ImageSign.{room}.{other};", StringComparison.Ordinal) && !(room == "Keys" && other == "File")
            select $"{Path.GetRelativePath(Source, file)} names {room}.{other}";

        Assert.Empty(strangers);
    }

    [Fact]
    public void The_engine_knows_no_console_and_no_build()
    {
        var named = typeof(ErrorCodes).Assembly.GetReferencedAssemblies().Select(name => name.Name!);

        Assert.DoesNotContain(named, name => name.StartsWith("Microsoft.Build", StringComparison.Ordinal) || name is "System.CommandLine" or "System.Console" or "Spectre.Console");
    }

    [Fact]
    public void Formats_and_keys_know_stores_by_their_interfaces() =>
        Assert.DoesNotContain(FilesOf("Formats"), file => ConcreteStore().IsMatch(File.ReadAllText(file)));

    private static string[] FilesOf(string room) => Directory.GetFiles(Path.Combine(Source, room), "*.cs", SearchOption.AllDirectories);

    private static IEnumerable<string> RoomsNamedIn(string file) => Usings().Matches(File.ReadAllText(file)).Select(match => match.Groups["room"].Value).Distinct(StringComparer.Ordinal);

    [GeneratedRegex(@"^using (?:static )?ImageSign\.(?<room>\w+)", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Usings();

    [GeneratedRegex(@"^using ImageSign\.(Stores\.|Keys\.|Trust\.(?!Sigstore;))", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ConcreteStore();
}
