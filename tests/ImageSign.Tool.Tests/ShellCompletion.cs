using ImageSign.Testing.Processes;
using ImageSign.Tool.Tests.Sessions;

namespace ImageSign.Tool.Tests;

/// <summary>Real shells run the scripts that <c>completion</c> prints, and complete what a person began to type.</summary>
public sealed class ShellCompletion
{
    private const string BashAsks = """
        eval "$(image-sign completion bash)"
        dotnet-image-sign() { image-sign "$@"; }
        COMP_WORDS=(@TYPED@); COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
        _dotnet_image_sign dotnet-image-sign
        printf '%s\n' "${COMPREPLY[@]}"
        """;

    private const string ZshAsks = """
        compdef() { :; }
        _files() { :; }
        compadd() { shift; print -l -- "$@"; }
        eval "$(image-sign completion zsh)"
        dotnet-image-sign() { image-sign "$@"; }
        words=(@TYPED@); CURRENT=${#words}
        _dotnet_image_sign
        """;

    [Theory]
    [InlineData("bash", "dotnet-image-sign ver", "verify", "sign")]
    [InlineData("bash", "dotnet-image-sign verify --pol", "--policy", "--key")]
    [InlineData("bash", "dotnet-image-sign verify --output js", "json", "text")]
    [InlineData("bash", "dotnet-image-sign verify -k a.pub --bi", "--bind", "--policy")]
    [InlineData("zsh", "dotnet-image-sign ver", "verify", "copy")]
    [InlineData("zsh", "dotnet-image-sign verify --pol", "--policy", "--key")]
    public async Task A_shell_offers_the_words_that_begin_so(string shell, string typed, string offered, string other)
    {
        Require(shell);
        var script = (shell == "bash" ? BashAsks : ZshAsks).Replace("@TYPED@", typed, StringComparison.Ordinal);
        var result = await ShellTool.RunAsync(shell, script, environment: null, TestContext.Current.CancellationToken);
        var words = result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.True(words.Contains(offered), $"{result.Output}\n{result.Error}");
        Assert.DoesNotContain(other, words);
    }

    [Fact]
    public async Task Fish_offers_the_words_that_begin_so()
    {
        Require("fish");
        using var directory = new ToolOnPath();
        const string Script = "dotnet-image-sign completion fish | source; complete -C'dotnet-image-sign verify --pol'";
        var result = await ProcessRunner.RunAsync("fish", ["--no-config", "-c", Script], new ProcessOptions { Environment = directory.Environment }, TestContext.Current.CancellationToken);
        Assert.True(result.Output.Split('\n').Contains("--policy"), $"{result.Output}\n{result.Error}");
    }

    private static void Require(string shell)
    {
        if (ExecutablePath.TryFind(shell, out _)) return;
        Assert.False(Peers.AreRequired && shell == "bash", $"{shell} is not installed");
        Assert.Skip($"{shell} is not installed");
    }
}
