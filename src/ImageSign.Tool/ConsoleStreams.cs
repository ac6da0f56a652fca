using System.Text;
using ImageSign.Tool.Streams;

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

    /// <summary>What <see cref="Output"/> writes to, when that can fail.</summary>
    public ResultStream? OutputStream { get; init; }

    /// <summary>The streams of this process. They are opened raw: <see cref="Console.Out"/> would set up a terminal that most runs do not have.</summary>
    public static ConsoleStreams OfProcess()
    {
        var utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        var inputIsOpen = InheritedDescriptor.IsOpen(InheritedDescriptor.Input);
        var output = Open(InheritedDescriptor.Output, Console.OpenStandardOutput);
        // What cannot be written here has nowhere to be said; the exit code says it.
        var error = Open(InheritedDescriptor.Error, Console.OpenStandardError);
        return new ConsoleStreams(
            new StreamWriter(output, utf8),
            // Requests are traced from wherever they are sent.
            TextWriter.Synchronized(new StreamWriter(error, utf8) { AutoFlush = true }),
            IsTerminal: !Console.IsOutputRedirected,
            CanPrompt: !Console.IsInputRedirected && !Console.IsErrorRedirected)
        {
            ErrorIsTerminal = !Console.IsErrorRedirected,
            OpenInput = inputIsOpen ? Console.OpenStandardInput : () => throw new IOException("it is closed"),
            OutputStream = output,
        };
    }

    /// <summary>On Windows, a stream that was closed is <see cref="Stream.Null"/>, which would lose everything in silence.</summary>
    private static ResultStream Open(int descriptor, Func<Stream> open) =>
        new(InheritedDescriptor.IsOpen(descriptor) && open() is var stream && stream != Stream.Null ? stream : null);
}
