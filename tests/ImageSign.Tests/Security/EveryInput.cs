using ImageSign.Testing.Processes;

namespace ImageSign.Tests.Security;

/// <summary>The seeds of the fuzz targets, every input that was a finding once, and the same changed ones each time; tests/fuzz has the fuzzer itself.</summary>
public sealed class EveryInput
{
    private const int Changed = 500;

    // A process of its own: its time and memory are measured, and a stack that overflows ends no other test.
    [Theory, InlineData("oci"), InlineData("sigstore"), InlineData("keyless"), InlineData("notary"), InlineData("archive")]
    public async Task Ends_in_a_value_a_failed_check_or_a_coded_error(string family)
    {
        var program = Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "ImageSign.Fuzz.exe" : "ImageSign.Fuzz");
        var result = await ProcessRunner.RunAsync(program, ["mutate", family, $"{Changed}"], new ProcessOptions { Timeout = TimeSpan.FromMinutes(5) }, TestContext.Current.CancellationToken);

        Assert.True(result.Succeeded, $"{result.Output}{result.Error}");
        Assert.Contains($"{Changed} mutations", result.Output, StringComparison.Ordinal);
    }
}
