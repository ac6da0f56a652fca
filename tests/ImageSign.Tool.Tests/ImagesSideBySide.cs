using ImageSign.Oci;
using ImageSign.Tool.Commands;

namespace ImageSign.Tool.Tests;

/// <summary>Many images, worked on at the same time.</summary>
public sealed class ImagesSideBySide
{
    private const int Parallel = 4;

    private static readonly IReadOnlyList<ImageReference> Images = [.. Enumerable.Range(0, 50).Select(number => ImageReference.Parse($"registry.example/app:{number}"))];

    [Fact]
    public async Task Outcomes_are_in_the_order_of_the_images_whichever_is_first()
    {
        var outcomes = await RunAsync(inOrder: true, async (image, cancel) =>
        {
            await Task.Delay(Images.Count - int.Parse(image.Tag!), cancel);
            return image.Tag!;
        });

        Assert.Equal(Images.Select(image => image.Tag), outcomes.Select(outcome => outcome.Result));
    }

    [Fact]
    public async Task As_they_finish_the_first_image_does_not_keep_the_others()
    {
        var others = new TaskCompletionSource();
        var seen = 0;
        var outcomes = await RunAsync(inOrder: false, async (image, _) =>
        {
            if (image == Images[0]) await others.Task;
            else if (Interlocked.Increment(ref seen) == Images.Count - 1) others.SetResult();
            return image.Tag!;
        });

        Assert.Equal(Images.Count, outcomes.Count);
        // Those that were begun beside it may come after it.
        Assert.DoesNotContain(outcomes.SkipLast(Parallel), outcome => outcome.Image == Images[0]);
    }

    [Fact]
    public async Task No_more_than_asked_for_are_worked_on_at_once()
    {
        var (now, most) = (0, 0);
        await RunAsync(inOrder: true, async (image, cancel) =>
        {
            most = Math.Max(most, Interlocked.Increment(ref now));
            await Task.Delay(5, cancel);
            Interlocked.Decrement(ref now);
            return image.Tag!;
        });

        Assert.InRange(most, 2, Parallel);
    }

    [Fact]
    public async Task One_that_fails_in_whatever_way_stops_no_other()
    {
        var outcomes = await RunAsync(inOrder: true, (image, _) => image.Tag switch
        {
            "3" => throw ErrorCodes.ImageNotFound.With(image, "nowhere"),
            "5" => throw new InvalidTimeZoneException("no such luck"),
            var tag => Task.FromResult(tag!),
        });

        Assert.Equal(ErrorCodes.ImageNotFound, outcomes[3].Failure?.Code);
        Assert.Equal(ErrorCodes.Internal, outcomes[5].Failure?.Code);
        Assert.Equal(Images.Count - 2, outcomes.Count(outcome => outcome.Result is not null));
    }

    [Fact]
    public async Task Cancelled_it_begins_nothing_new_and_gives_what_was_finished()
    {
        using var cancel = new CancellationTokenSource();
        var outcomes = await RunAsync(
            inOrder: true,
            async (image, token) =>
            {
                if (image.Tag == "1") await Task.Delay(Timeout.Infinite, token);
                if (image.Tag == "10") await cancel.CancelAsync();
                return image.Tag!;
            },
            cancel.Token);

        Assert.InRange(outcomes.Count, 11, 10 + Parallel + 1);
        Assert.Null(outcomes[1].Result);
        Assert.Equal("10", outcomes[10].Result);
    }

    private static async Task<IReadOnlyList<ImageOutcome<string>>> RunAsync(bool inOrder, Func<ImageReference, CancellationToken, Task<string>> work, CancellationToken? cancellation = null)
    {
        var outcomes = new List<ImageOutcome<string>>();
        await foreach (var outcome in new SideBySide<string>(Parallel, inOrder, work).RunAsync(Images, cancellation ?? TestContext.Current.CancellationToken)) outcomes.Add(outcome);
        return outcomes;
    }
}
