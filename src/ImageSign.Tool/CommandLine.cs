using System.CommandLine;
using System.CommandLine.Completions;
using System.CommandLine.Help;
using ImageSign.Tool.Commands;
using ImageSign.Tool.Completion;
using ImageSign.Tool.Output;
using ImageSign.Tool.Usage;

namespace ImageSign.Tool;

/// <summary>From words to an exit code.</summary>
internal static class CommandLine
{
    public const string Name = "dotnet image-sign";

    /// <summary>Help is text to read, in a file or a wide window, too.</summary>
    private const int MaxHelpWidth = 100;

    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, ConsoleStreams console)
    {
        var errors = new ErrorOutput(console.Error);
        var exitCode = await ObeyAsync(arguments, console, errors);
        await console.Output.FlushAsync(CancellationToken.None);
        if (console.OutputStream is not { Failure: { } reason }) return exitCode;
        errors.Failure(ErrorCodes.ResultLost.With(reason, exitCode));
        return ExitCodes.Worst(exitCode, ExitCodes.Undecided);
    }

    private static async Task<int> ObeyAsync(IReadOnlyList<string> arguments, ConsoleStreams console, ErrorOutput errors)
    {
        using var cancel = new CancelOnSignal();
        var parsed = Parse(arguments, console);
        try
        {
            if (parsed.Action is not { ClearsParseErrors: true } && UsageErrors.Of(parsed) is { Count: > 0 } problems)
            {
                errors.Usage(problems, UsageErrors.HelpCommand(parsed));
                return ExitCodes.Usage;
            }

            if (parsed.Action is HelpAction help) help.MaxWidth = Math.Min(help.MaxWidth, MaxHelpWidth);
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
    }

    /// <summary>Reads the words. No response files: '@x' in a list of images would read a file that nobody meant. No bundling: '-all' would be '-a ll'.</summary>
    internal static ParseResult Parse(IReadOnlyList<string> arguments, ConsoleStreams console)
    {
        var root = Root(console);
        if (ShellQuestion.IsAskedBy(arguments))
        {
            root.Directives.Add(new SuggestDirective());
            arguments = ShellQuestion.Shortened(arguments);
        }

        return root.Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null, EnablePosixBundling = false });
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
            new PublicKeyCommand(console),
            new GenerateTestCertificateCommand(console),
            new CompletionCommand(console),
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
