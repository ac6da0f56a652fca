using ImageSign.Testing;
using ImageSign.Testing.Images;
using ImageSign.Testing.Processes;

namespace ImageSign.Interop.Tests.RealPeers;

public sealed class PeersPushAndPull : IDisposable
{
    private readonly PeerHome home = PeerHome.Create();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => home.Dispose();

    [Theory, InlineData(UploadLocation.Absolute), InlineData(UploadLocation.Relative)]
    public async Task Crane_copies_an_index_from_one_registry_to_another(UploadLocation location)
    {
        RealPeer.Require("crane");
        await using var source = await TestRegistry.StartAsync();
        await using var destination = await TestRegistry.StartAsync(new TestRegistryOptions { UploadLocation = location });
        var image = source.Content.PutImage("team/app", TestImages.MultiArch(), "1");

        await RunAsync("crane", "copy", source.Reference("team/app", "1"), destination.Reference("copies/team/app", "2"));

        Assert.Equal(image.Digest, destination.Content.GetTag("copies/team/app", "2"));
        Assert.Equal("2", (await RunAsync("crane", "ls", $"{destination.Host}/copies/team/app")).Trim());
        Assert.Equal("copies/team/app", (await RunAsync("crane", "catalog", destination.Host)).Trim());
        await RunAsync("crane", "validate", "--remote", destination.Reference("copies/team/app", "2"));
    }

    [Fact]
    public async Task Crane_lists_all_tags_over_several_pages()
    {
        RealPeer.Require("crane");
        await using var registry = await TestRegistry.StartAsync(new TestRegistryOptions { TagsPageSize = 2 });
        registry.Content.PutImage("app", TestImages.Build(), "1", "2", "3", "4", "5");

        Assert.Equal("1\n2\n3\n4\n5\n", await RunAsync("crane", "ls", $"{registry.Host}/app"));
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task Skopeo_copies_an_image_through_a_directory_and_back(bool docker)
    {
        RealPeer.Require("skopeo");
        await using var registry = await TestRegistry.StartAsync();
        var image = registry.Content.PutImage("app", TestImages.Build(new TestImageOptions { Docker = docker }), "1");

        await CopyAsync("--src-tls-verify=false", $"docker://{registry.Host}/app:1", $"dir:{home.File("copy")}");
        await CopyAsync("--dest-tls-verify=false", $"dir:{home.File("copy")}", $"docker://{registry.Host}/back:2");

        Assert.Equal(image.Digest, registry.Content.GetTag("back", "2"));

        Task CopyAsync(string plainHttp, string from, string to) => RunAsync("skopeo", "--insecure-policy", "copy", plainHttp, "--preserve-digests", from, to);
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task Oras_attaches_and_discovers_with_and_without_the_referrers_api(bool referrersApi)
    {
        RealPeer.Require("oras");
        await using var registry = await TestRegistry.StartAsync(new TestRegistryOptions { ReferrersApi = referrersApi });
        var image = registry.Content.PutImage("app", TestImages.Build(), "1");
        var reference = registry.Reference("app", "1");
        home.Write("note.txt", "note");

        await RunAsync("oras", "attach", "--plain-http", "--artifact-type", "application/vnd.example.note", reference, "note.txt:text/plain");
        var found = await RunAsync("oras", "discover", "--plain-http", "--format", "json", reference);

        Assert.Contains("application/vnd.example.note", found);
        Assert.Equal(image.Digest, Assert.Single(registry.Content.Referrers("app", image.Digest)).Subject);
        Assert.Equal(referrersApi ? ["1"] : ["1", image.Digest.Replace(':', '-')], registry.Content.Tags("app"));
    }

    [Fact]
    public async Task Oras_pushes_and_deletes()
    {
        RealPeer.Require("oras");
        await using var registry = await TestRegistry.StartAsync();
        home.Write("note.txt", "note");

        await RunAsync("oras", "push", "--plain-http", registry.Reference("app", "1"), "note.txt:text/plain");
        Assert.Equal(["1"], registry.Content.Tags("app"));
        await RunAsync("oras", "manifest", "delete", "--plain-http", "--force", registry.Reference("app", "1"));

        Assert.Empty(registry.Content.Tags("app"));
    }

    private async Task<string> RunAsync(string peer, params string[] arguments) =>
        (await home.RunAsync(peer, arguments, cancellationToken: Cancel)).EnsureSuccess().Output;
}
