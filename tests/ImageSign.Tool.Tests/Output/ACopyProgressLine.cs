using ImageSign.Oci;
using ImageSign.Tool.Output;

namespace ImageSign.Tool.Tests.Output;

public sealed class ACopyProgressLine
{
    private static readonly Descriptor Blob = new("application/x-tar", Digest.Of("blob"u8), 2_500_000);

    [Fact]
    public void Says_what_is_on_its_way_and_leaves_nothing_behind()
    {
        using var terminal = new StringWriter();
        using (var line = new CopyProgressLine(terminal)) line.Report(new CopyProgress(Blob, Sent: true) { Bytes = 1_048_576 });

        Assert.Equal($"\r\u001b[K0 pieces done, 0 B sent; sha256:{Blob.Digest.Hex[..12]}… 1.0 MB of 2.5 MB\r\u001b[K", terminal.ToString());
    }

    [Fact]
    public void Is_not_drawn_faster_than_anybody_reads_it()
    {
        using var terminal = new StringWriter();
        using var line = new CopyProgressLine(terminal);

        for (var i = 0; i < 1_000; i++) line.Report(new CopyProgress(Blob, Sent: false) { Bytes = Blob.Size, Finished = true });

        Assert.InRange(terminal.ToString().Split("\r\u001b[K").Length - 1, 1, 100);
    }

    [Fact]
    public void That_was_never_needed_is_not_there()
    {
        using var terminal = new StringWriter();
        new CopyProgressLine(terminal).Dispose();

        Assert.Equal("", terminal.ToString());
    }
}
