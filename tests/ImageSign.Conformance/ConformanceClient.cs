namespace ImageSign.Conformance;

/// <summary>Speaks the client protocol of the Sigstore conformance suite (docs/cli_protocol.md there) over the engine.</summary>
public static class ConformanceClient
{
    private const int Success = 0;
    private const int Failure = 1;
    private const int Usage = 2;

    /// <summary>Runs one command; 0 for a signature that is good, something else for any other.</summary>
    public static int Run(IReadOnlyList<string> arguments, TextWriter output, TextWriter errors)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(errors);
        if (VerifyBundle.Parse(arguments) is not { } command)
        {
            errors.WriteLine($"usage: {VerifyBundle.Syntax}");
            return Usage;
        }

        try
        {
            var check = command.Run();
            foreach (var part in check.Flatten()) output.WriteLine($"{part.Outcome} {part.Id} {part.Code} {part.Reason}");
            return check.Passed ? Success : Failure;
        }
        catch (ImageSignException e)
        {
            errors.WriteLine($"{e.Code}: {e.Message}");
            return Failure;
        }
    }
}
