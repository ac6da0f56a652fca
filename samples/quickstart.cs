// The whole story in a minute: publish a signed image, verify it, alter it, and see it refused.
//
//     dotnet run samples/quickstart.cs                     with a registry of its own, on loopback, in this process
//     dotnet run samples/quickstart.cs localhost:5000      with a registry that is there already
//
// Needs the .NET 10 SDK and NuGet, nothing else. Exit code 0 only if everything went as it should.
#:project ../tests/ImageSign.Testing/ImageSign.Testing.csproj

using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using ImageSign.Testing;
using ImageSign.Testing.Images;
using ImageSign.Testing.Processes;

const string Repository = "hello-api";
const string DefaultBaseRegistry = "https://mcr.microsoft.com/v2/";
const string PasswordVariable = "IMAGESIGN_PASSWORD";

var root = RepositoryRoot();
var work = Directory.CreateTempSubdirectory("imagesign-quickstart-").FullName;
var password = Convert.ToHexString(RandomNumberGenerator.GetBytes(16)); // of the private key; yours comes from your CI's secrets
var clock = Stopwatch.StartNew();
try
{
    Step("Pack ImageSign.Tasks, and build the tool");
    var feed = Path.Combine(work, "feed");
    await DotnetAsync(root, "pack", "src/ImageSign.Tasks", "-c", "Debug", "-o", feed);
    await DotnetAsync(root, "build", "src/ImageSign.Tool", "-c", "Debug", "-o", Path.Combine(work, "tool"));

    Step("Find a registry, and a base image");
    await using var embedded = await TestRegistry.StartAsync();
    var registry = args is [var named, ..] ? named : embedded.Host;
    Say(args is [] ? $"no registry was named: one runs in this process, at {registry}" : $"publishing to {registry}");
    var baseImage = await BaseImageAsync(embedded);

    Step("Make a key pair");
    var app = Copy(Path.Combine(root, "samples", "HelloApi.Signed"), Path.Combine(work, "HelloApi.Signed"));
    await ImageSignAsync(app, expected: 0, "generate-key-pair", "--output-prefix", "signing");

    Step("Publish: the package signs what the SDK pushes");
    string[] publish = ["publish", "/t:PublishContainer", $"-p:ContainerRegistry={registry}", $"-p:RestoreAdditionalProjectSources={feed}", .. baseImage];
    await DotnetAsync(app, publish);

    Step("Verify: the image is what was built here");
    await ImageSignAsync(app, expected: 0, "verify", "-k", "signing.pub", $"{registry}/{Repository}:1.0");

    if (args is [])
    {
        Step("Alter: one byte more in the registry, signature and digest kept");
        var manifest = embedded.Content.GetManifest(Repository, "1.0")!;
        embedded.Content.PutManifestUnchecked(Repository, "1.0", manifest.Digest, [.. manifest.Bytes, (byte)'\n'], manifest.MediaType);
        await ImageSignAsync(app, expected: 1, "verify", "-k", "signing.pub", $"{registry}/{Repository}@{manifest.Digest}");
    }

    Step("Alter: somebody without the key pushes another image to the same tag");
    var program = Path.Combine(app, "Program.cs");
    File.WriteAllText(program, File.ReadAllText(program).Replace("Hello from", "Malware from", StringComparison.Ordinal));
    await DotnetAsync(app, [.. publish, "-p:ImageSignEnabled=false"]);

    await ImageSignAsync(app, expected: 1, "verify", "-k", "signing.pub", $"{registry}/{Repository}:1.0");

    Console.WriteLine($"\nEverything was as it should be ({clock.Elapsed.TotalSeconds:F0} s). Next: three lines in your own csproj, see README.md.");
    return 0;
}
catch (Unexpected failure)
{
    Console.Error.WriteLine($"\nThe quickstart failed: {failure.Message}");
    return 1;
}
finally
{
    Directory.Delete(work, recursive: true);
}

// Where the base images of .NET cannot be pulled, an empty one stands in. The publish and the signature are the real ones.
async Task<string[]> BaseImageAsync(TestRegistry standIn)
{
    using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(10) };
    try
    {
        using var answer = await client.GetAsync(new Uri(DefaultBaseRegistry));
        if (answer.IsSuccessStatusCode) return [];
        Say($"the .NET base images cannot be pulled here ({DefaultBaseRegistry} answers {(int)answer.StatusCode})");
    }
    catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
    {
        Say($"the .NET base images cannot be pulled here ({DefaultBaseRegistry}: {e.Message})");
    }

    standIn.Content.PutImage("base", TestImages.MinimalBaseIndex(), "1");
    Say("an empty base image takes their place: the app's image is signed like any other, but would not run");
    return [$"-p:ContainerBaseImage={standIn.Reference("base", "1")}"];
}

async Task DotnetAsync(string directory, params string[] arguments)
{
    Console.WriteLine($"  $ dotnet {string.Join(' ', arguments)}");
    var result = await RunAsync(directory, arguments);
    if (!result.Succeeded) throw new Unexpected($"dotnet {arguments[0]} ended with exit code {result.ExitCode}\n{result.Output}{result.Error}");
    foreach (var line in result.Output.Split('\n').Where(line => line.TrimStart().StartsWith("Signed ", StringComparison.Ordinal))) Say(line.Trim());
}

async Task ImageSignAsync(string directory, int expected, params string[] arguments)
{
    Console.WriteLine($"  $ dotnet image-sign {string.Join(' ', arguments)}");
    var result = await RunAsync(directory, ["exec", Path.Combine(work, "tool", "dotnet-image-sign.dll"), .. arguments]);
    foreach (var line in (result.Output + result.Error).Split('\n', StringSplitOptions.RemoveEmptyEntries)) Console.WriteLine($"    {line.TrimEnd()}");
    if (result.ExitCode != expected) throw new Unexpected($"exit code {result.ExitCode}, where {expected} was expected");
    Say($"exit code {result.ExitCode}, as it should be");
}

// NuGet never looks again at a version that it has unpacked: with packages of our own, the sample gets the package that was packed just now.
Task<ProcessResult> RunAsync(string directory, params string[] arguments) => ProcessRunner.RunAsync(
    Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet",
    arguments,
    new ProcessOptions
    {
        WorkingDirectory = directory,
        Timeout = TimeSpan.FromMinutes(5),
        Environment = new Dictionary<string, string?>
        {
            ["NUGET_PACKAGES"] = directory == root ? Environment.GetEnvironmentVariable("NUGET_PACKAGES") : Path.Combine(work, "packages"),
            ["MSBUILDDISABLENODEREUSE"] = "1",
            [PasswordVariable] = password,
        },
    });

static string Copy(string from, string to)
{
    Directory.CreateDirectory(to);
    foreach (var file in Directory.GetFiles(from)) File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
    return to;
}

static string RepositoryRoot([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, ".."));

static void Step(string text) => Console.WriteLine($"\n■ {text}");

static void Say(string text) => Console.WriteLine($"  {text}");

internal sealed class Unexpected(string message) : Exception(message);
