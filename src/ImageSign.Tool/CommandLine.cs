using System.CommandLine;
using ImageSign.Tool.Commands;
using ImageSign.Tool.Output;

namespace ImageSign.Tool;

/// <summary>From words to an exit code.</summary>
internal static class CommandLine
{
    public const string Name = "dotnet image-sign";

    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, ConsoleStreams console)
    {
        var errors = new ErrorOutput(console.Error);
        using var cancel = new CancelOnSignal();
        // No response files: '@x' in a list of images would read a file that nobody meant. No bundling: '-all' would be '-a ll'.
        var parsed = Root(console).Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null, EnablePosixBundling = false });
        try
        {
            if (parsed.Action is not { ClearsParseErrors: true } && UsageErrors.Of(parsed) is { Count: > 0 } problems)
            {
                errors.Usage(problems, UsageErrors.HelpCommand(parsed));
                return ExitCodes.Usage;
            }

            return await parsed.InvokeAsync(Invocation(console), cancel.Token);
        }
        catch (OperationCanceledException) when (cancel.Token.IsCancellationRequested)
        {
            errors.Cancelled();
            return ExitCodes.Cancelled;
        }
        catch (ImageSignException e)
        {
            errors.Failure(e);
            return ExitCodes.OfDeed(e.Code);
        }
        catch (Exception e)
        {
            errors.Unexpected(e, verbose: arguments.Contains("-v") || arguments.Contains("--verbose"));
            return ExitCodes.Undecided;
        }
        finally
        {
            await console.Output.FlushAsync(CancellationToken.None);
        }
    }

    /// <summary>The commands; a new one is a line here and a file in Commands.</summary>
    private static RootCommand Root(ConsoleStreams console)
    {
        var root = new RootCommand("Signs and verifies container images.")
        {
            new SignCommand(console),
            new VerifyCommand(console),
            new InspectCommand(console),
            new CopyCommand(console),
            new TrustedRootCommand(console),
            new GenerateKeyPairCommand(console),
            new GenerateTestCertificateCommand(console),
        };
        root.HelpName = Name;
        root.Directives.Clear();
        return root;
    }

    private static InvocationConfiguration Invocation(ConsoleStreams console) => new()
    {
        Output = console.Output,
        Error = console.Error,
        EnableDefaultExceptionHandler = false,
        ProcessTerminationTimeout = null,
    };
}
