using System.Collections.Concurrent;
using ImageSign.Manifests;
using ImageSign.Oci;
using ImageSign.Tool.Output;
using ImageSign.Verification;

namespace ImageSign.Tool.Commands;

/// <summary><c>verify --pin</c>: standard output is for the manifests, and for nothing at all unless every image is trusted; what is not goes to standard error.</summary>
internal sealed class PinnedManifests(ConsoleStreams console, ManifestSet manifests) : IResultOutput<VerifyResult>
{
    private readonly ConcurrentDictionary<ImageReference, Digest> _pins = new();
    private readonly TextOutput<VerifyResult> _refused = new(console with { Output = console.Error, IsTerminal = console.ErrorIsTerminal }, new VerifyView(), verbose: false);

    /// <summary>Verifies every image that the manifests name, and prints them.</summary>
    public async Task<int> PrintAsync(ImageRun<VerifyResult> run, ImageList images, Func<ImageReference, CancellationToken, Task<VerifyResult>> verify, CancellationToken cancellationToken)
    {
        // Before anything is asked of a registry: a place that cannot be written to would be found out too late.
        manifests.RequirePinnable();
        var exitCode = await run.RunAsync(images, VerifyAsync, this, cancellationToken);
        if (exitCode != ExitCodes.Success) return exitCode;
        // Exit code 0 without "trusted" is a policy that does not evaluate: that image is nothing to pin.
        if (manifests.Images.FirstOrDefault(image => !_pins.ContainsKey(image)) is { } open) throw ErrorCodes.NothingToPin.With(open);
        await console.Output.WriteAsync(manifests.Pin(image => _pins[image]).AsMemory(), cancellationToken);
        return exitCode;

        async Task<VerifyResult> VerifyAsync(ImageReference image, CancellationToken cancel)
        {
            var result = await verify(image, cancel);
            if (result is { Verdict.Outcome: VerdictOutcome.Trusted, Image.Digest: { } digest }) _pins[image] = digest;
            return result;
        }
    }

    /// <inheritdoc />
    public void Result(VerifyResult result)
    {
        if (result.Verdict.Outcome != VerdictOutcome.Trusted) _refused.Result(result);
    }

    /// <inheritdoc />
    public void Failure(ImageReference image, ImageSignException failure)
    {
    }

    /// <inheritdoc />
    public void End()
    {
    }
}
