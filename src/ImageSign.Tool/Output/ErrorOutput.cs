namespace ImageSign.Tool.Output;

/// <summary>Writes to standard error, in the form that MSBuild and CI systems recognise: <c>error CODE: sentence</c>.</summary>
internal sealed class ErrorOutput(TextWriter error)
{
    /// <summary>A failure with its remedy.</summary>
    public void Failure(ImageSignException failure)
    {
        Write($"error {failure.Code.Id}: {failure.Message}");
        Write($"  {failure.Remedy}");
    }

    /// <summary>One of several things that are wrong, in one line.</summary>
    public void Problem(ImageSignException problem) => Write($"error {problem.Code.Id}: {problem.Message}");

    /// <summary>A failure that no code names.</summary>
    public void Unexpected(Exception exception, bool verbose)
    {
        Failure(Bug(exception));
        if (!verbose) return;
        foreach (var line in (exception.StackTrace ?? "").Split(Environment.NewLine)) Write($"  {line.Trim()}");
    }

    /// <summary>An exception that no code names, as a failure.</summary>
    public static ImageSignException Bug(Exception exception) => ErrorCodes.Internal.Because(exception, $"{exception.GetType().Name}: {exception.Message}");

    /// <summary>How a run over several images went, in one line.</summary>
    public void Summary(string text) => Write(text);

    /// <summary>A command line that was not understood.</summary>
    public void Usage(IReadOnlyList<string> problems, string helpCommand)
    {
        foreach (var problem in problems) Write($"error: {problem}");
        Write($"  Run '{helpCommand}' for the options.");
    }

    /// <summary>Something that the user should know, though it worked.</summary>
    public void Warning(string text) => Write($"warning: {text}");

    /// <summary>A request, for <c>--verbose</c>.</summary>
    public void Trace(string request) => Write($"  {request}");

    /// <summary>The run was interrupted.</summary>
    public void Cancelled() => Write("Cancelled.");

    private void Write(string line) => error.WriteLine(ForeignText.Sanitize(line));
}
