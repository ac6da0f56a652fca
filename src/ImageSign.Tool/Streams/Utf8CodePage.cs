using System.Text;

namespace ImageSign.Tool.Streams;

/// <summary>
/// UTF-8 for as long as the tool runs, on a Windows console. One code page serves standard output and standard error, so it is needed when
/// either is shown there; it belongs to the console and not to the program, so it is put back.
/// </summary>
internal sealed class Utf8CodePage : IDisposable
{
    private readonly Encoding? _before;

    public Utf8CodePage()
    {
        if (!OperatingSystem.IsWindows() || (Console.IsOutputRedirected && Console.IsErrorRedirected)) return;
        var before = Console.OutputEncoding;
        if (before.CodePage == Encoding.UTF8.CodePage) return;
        _before = before;
        Console.OutputEncoding = Encoding.UTF8;
    }

    public void Dispose()
    {
        if (_before is not null) Console.OutputEncoding = _before;
    }
}
