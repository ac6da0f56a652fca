namespace ImageSign.Tests.Stores.Shared;

/// <summary>
/// Rule 19: the production state machine in every interleaving of three signers, one request at a time. The argument that these runs check is
/// in docs/decisions/0003-lossless-shared-tags.md.
/// </summary>
public sealed class ThreeSignersInEveryOrder
{
    private static readonly Lazy<Exploration> WithACrash = new(() => Exploration.Of(ModelState.Begin() with { MayCrash = true }));
    private static readonly Lazy<Exploration> WithAPeer = new(() => Exploration.Of(ModelState.Begin() with { Peer = new ModelPeer() }));

    [Fact]
    public void Leave_every_signature_in_the_shared_manifest()
    {
        var explored = Exploration.Of(ModelState.Begin());

        Assert.All(explored.Terminal, end => Assert.True(end.Registry.Shared.SetEquals(ModelRegistry.Signers), end.Key));
        Assert.True(explored.States > 90_000, $"only {explored.States} states, {explored.Terminal.Count} ends");
        Assert.NotEmpty(explored.Terminal);
    }

    [Fact]
    public void Always_come_to_an_end() => Assert.True(WithAPeer.Value.Terminates && WithACrash.Value.Terminates);

    [Fact]
    public void Lose_one_when_nobody_lists_the_markers()
    {
        var explored = Exploration.Of(ModelState.Begin(listsMarkers: false));

        Assert.Contains(explored.Terminal, end => end.Registry.Shared.Count < 3);
    }

    [Fact]
    public void Leave_every_finished_signature_findable_when_one_signer_crashes_anywhere()
    {
        var explored = WithACrash.Value;

        Assert.All(explored.Terminal, end => Assert.Subset(Findable(end), end.Finished.ToHashSet(StringComparer.Ordinal)));
        Assert.Contains(explored.Terminal, end => end.Finished.Count() == 2);
        Assert.True(explored.States > 120_000, $"only {explored.States} states, {explored.Terminal.Count} ends");
    }

    [Fact]
    public void Leave_every_finished_signature_in_the_manifest_when_the_one_that_crashed_had_not_written()
    {
        var explored = WithACrash.Value;

        Assert.All(
            explored.Terminal.Where(end => end.Signers.All(signer => signer.Finished || !signer.HasWritten)),
            end => Assert.Subset(end.Registry.Shared.ToHashSet(StringComparer.Ordinal), end.Finished.ToHashSet(StringComparer.Ordinal)));
    }

    [Fact]
    public void Leave_every_finished_signature_findable_when_a_peer_overwrites_late()
    {
        var explored = WithAPeer.Value;

        Assert.All(explored.Terminal, end => Assert.Subset(Findable(end), end.Finished.ToHashSet(StringComparer.Ordinal)));
        Assert.Contains(explored.Terminal, end => !end.Registry.Shared.Contains("a") && end.Finished.Contains("a"));
        Assert.True(explored.States > 500_000, $"only {explored.States} states, {explored.Terminal.Count} ends");
    }

    [Fact]
    public void Heal_what_a_peer_or_a_crash_overwrote_with_the_next_signature()
    {
        Assert.All([.. WithAPeer.Value.Terminal, .. WithACrash.Value.Terminal], end =>
        {
            var later = new ModelSigner("later");
            var registry = end.Registry;
            while (!later.Ended) (later, registry) = later.Step(registry);
            Assert.Subset(registry.Shared.ToHashSet(StringComparer.Ordinal), end.Finished.Append("later").ToHashSet(StringComparer.Ordinal));
        });
    }

    [Fact]
    public void Keep_the_others_when_an_administrator_deletes_a_marker()
    {
        var explored = Exploration.Of(ModelState.Begin() with { MayDelete = "a" });

        Assert.All(explored.Terminal, end => Assert.Subset(end.Registry.Shared.ToHashSet(StringComparer.Ordinal), new HashSet<string>(["b", "c"], StringComparer.Ordinal)));
        Assert.True(explored.States > 200_000, $"only {explored.States} states, {explored.Terminal.Count} ends");
    }

    [Fact]
    public void Do_not_bring_back_what_an_administrator_deleted()
    {
        var registry = new ModelRegistry(shared: ["b"], markers: ["b"]);
        var signer = new ModelSigner("c");
        while (!signer.Ended) (signer, registry) = signer.Step(registry);

        Assert.True(registry.Shared.SetEquals(["b", "c"]), registry.Key);
    }

    private static HashSet<string> Findable(ModelState end) => [.. end.Registry.Shared, .. end.Registry.Markers];
}
