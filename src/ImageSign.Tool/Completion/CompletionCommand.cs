using System.CommandLine;

namespace ImageSign.Tool.Completion;

/// <summary><c>completion</c>: prints the script with which a shell completes the tool's commands and options.</summary>
internal sealed class CompletionCommand : Command
{
    private readonly Argument<string> _shell = new Argument<string>("SHELL") { Description = "bash, zsh, fish or powershell." }
        .AcceptOnlyFromAmong("bash", "zsh", "fish", "powershell");

    public CompletionCommand(ConsoleStreams console)
        : base("completion", "Prints a script that lets a shell complete commands and options; docs/cli.md says where to put it.")
    {
        Arguments.Add(_shell);
        SetAction(parsed =>
        {
            console.Output.Write(ScriptFor(parsed.GetRequiredValue(_shell)).ReplaceLineEndings("\n") + "\n");
            return ExitCodes.Success;
        });
    }

    private static string ScriptFor(string shell) => shell switch
    {
        "bash" => CompletionScripts.Bash,
        "zsh" => CompletionScripts.Zsh,
        "fish" => CompletionScripts.Fish,
        _ => CompletionScripts.PowerShell,
    };
}
