using System.Text;

namespace ImageSign.Tool;

/// <summary>Where one run of the tool writes, and whether a person is there.</summary>
/// <param name="Output">The result and nothing else.</param>
/// <param name="Error">Errors, warnings, requests, prompts.</param>
/// <param name="IsTerminal">True when a person looks at <paramref name="Output"/>.</param>
/// <param name="CanPrompt">True when a person can be asked.</param>
internal sealed record ConsoleStreams(TextWriter Output, TextWriter Error, bool IsTerminal, bool CanPrompt)
{
    /// <summary>True when a person looks at <see cref="Error"/>.</summary>
    public bool ErrorIsTerminal { get; init; }

    /// <summary>Opens what is piped in; read only when the command line says so.</summary>
    public Func<Stream> OpenInput { get; init; } = Console.OpenStandardInput;

    /// <summary>The streams of this process. They are opened raw: <see cref="Console.Out"/> would set up a terminal that most runs do not have.</summary>
    public static ConsoleStreams OfProcess()
    {
        if (OperatingSystem.IsWindows() && !Console.IsOutputRedirected) Console.OutputEncoding = Encoding.UTF8;
        var utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        return new ConsoleStreams(
            new StreamWriter(Console.OpenStandardOutput(), utf8),
            // Requests are traced from wherever they are sent.
            TextWriter.Synchronized(new StreamWriter(Console.OpenStandardError(), utf8) { AutoFlush = true }),
            IsTerminal: !Console.IsOutputRedirected,
            CanPrompt: !Console.IsInputRedirected && !Console.IsErrorRedirected)
        {
            ErrorIsTerminal = !Console.IsErrorRedirected,
        };
    }
}
