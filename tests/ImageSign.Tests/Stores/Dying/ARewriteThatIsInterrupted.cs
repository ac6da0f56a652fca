using ImageSign.Stores.Shared;
using ImageSign.Tests.Support;

namespace ImageSign.Tests.Stores.Dying;

/// <summary>
/// Issue 3, "Must show" 6: killed (SIGKILL, a process of its own) before every write, fsync and rename of a rewrite, and at random moments, or with a full disk:
/// the original is intact, or the new one is complete. IMAGESIGN_TEST_ROUNDS sets the random moments for each place (20 for the record).
/// </summary>
public sealed class ARewriteThatIsInterrupted
{
    private const int DiskFull = 28; // ENOSPC

    private static readonly int Rounds = int.TryParse(Environment.GetEnvironmentVariable("IMAGESIGN_TEST_ROUNDS"), out var rounds) ? rounds : 2;

    [Theory]
    [InlineData("docker-archive")]
    [InlineData("oci-archive")]
    [InlineData("oci")]
    public async Task By_death_before_any_step(string transport)
    {
        using var original = await Place.MakeAsync(transport);
        using var finished = original.Copy();
        var steps = await Victim.RunAsync(finished, last: 0);
        Assert.Superset(Enum.GetValues<FileStep>().ToHashSet(), steps.ToHashSet());
        (await finished.VerifyAsync()).MustBeTrusted();

        await Parallel.ForEachAsync(Enumerable.Range(1, steps.Count), TestContext.Current.CancellationToken, async (last, _) =>
        {
            using var place = original.Copy();
            var reached = await Victim.RunAsync(place, last);

            // The rename of the last file is the moment at which the new one counts; it is done when the directory is to be made durable.
            Assert.Equal(steps.Take(last), reached);
            var isNew = last >= steps.Count - 1;
            Assert.True(place.IsUntouched != isNew, $"{transport}: killed before step {last} of {steps.Count}, {steps[last - 1]}");
            await IsUsableAsync(place);
        });
    }

    [Theory]
    [InlineData("docker-archive")]
    [InlineData("oci-archive")]
    [InlineData("oci")]
    public async Task By_death_at_random_moments(string transport)
    {
        using var original = await Place.MakeAsync(transport);
        using var finished = original.Copy();
        var steps = await Victim.RunAsync(finished, last: 0);

        for (var round = 1; round <= Rounds; round++)
        {
            using var place = original.Copy();
            var (step, delay) = (Random.Shared.Next(1, steps.Count + 1), TimeSpan.FromMicroseconds(Random.Shared.Next(0, 1500)));
            var reached = await Victim.KillAsync(place, step, delay);
            TestContext.Current.TestOutputHelper?.WriteLine($"{transport}, {round} of {Rounds}: killed {delay.TotalMicroseconds:0} µs after step {step}; last step {reached}; {(place.IsUntouched ? "the old one is intact" : "the new one is there")}");
            await IsUsableAsync(place);
        }
    }

    [Theory]
    [InlineData("docker-archive")]
    [InlineData("oci-archive")]
    [InlineData("oci")]
    public async Task By_a_full_disk_at_any_step(string transport)
    {
        using var original = await Place.MakeAsync(transport);
        using var finished = original.Copy();
        var count = 0;
        FileSteps.Observe(_ => count++);
        await finished.SignAsync();

        // From the rename of the last file on, the new one is there: a disk that fails then costs durability only.
        foreach (var failing in Enumerable.Range(1, count - 2))
        {
            using var place = original.Copy();
            var step = 0;
            FileSteps.Observe(_ =>
            {
                if (++step == failing) throw new IOException("No space left on device", DiskFull);
            });

            var failure = await Assert.ThrowsAsync<ImageSignException>(place.SignAsync);

            FileSteps.Observe(null);
            Assert.Equal(ErrorCodes.StoreWriteFailed, failure.Code);
            Assert.True(place.IsUntouched);
            Assert.False(place.HasLeftovers);
        }
    }

    /// <summary>Whatever happened, what is there is either without the signature or has a good one, and can be signed.</summary>
    private static async Task IsUsableAsync(Place place)
    {
        if (!place.IsUntouched) (await place.VerifyAsync()).MustBeTrusted();
        await place.SignAsync();
        (await place.VerifyAsync()).MustBeTrusted();
    }
}
