namespace ImageSign.Tool.Completion;

/// <summary>
/// What a shell needs to complete the tool's words. Each asks the tool itself (<c>[suggest:POSITION]</c>, System.CommandLine's own way),
/// and offers files besides.
/// </summary>
internal static class CompletionScripts
{
    public const string Bash = """
        _dotnet_image_sign() {
          local word="${COMP_WORDS[COMP_CWORD]}" line="dotnet-image-sign ${COMP_WORDS[*]:1:COMP_CWORD}" IFS=$'\n'
          COMPREPLY=($(compgen -W "$("$1" "[suggest:${#line}]" "$line" 2>/dev/null)" -- "$word"))
        }
        complete -o default -F _dotnet_image_sign dotnet-image-sign
        """;

    public const string Zsh = """
        #compdef dotnet-image-sign
        _dotnet_image_sign() {
          local line="dotnet-image-sign ${(j: :)words[2,CURRENT]}"
          local -a found
          found=("${(@f)$("$words[1]" "[suggest:${#line}]" "$line" 2>/dev/null)}")
          compadd -- ${found:#} || _files
        }
        compdef _dotnet_image_sign dotnet-image-sign
        """;

    public const string Fish = """
        function __dotnet_image_sign
          set -l words (commandline -opc)
          set -l line "dotnet-image-sign "(string join ' ' -- $words[2..] (commandline -ct))
          $words[1] "[suggest:"(string length -- $line)"]" $line 2>/dev/null
        end
        complete -c dotnet-image-sign -a '(__dotnet_image_sign)'
        """;

    public const string PowerShell = """
        Register-ArgumentCompleter -Native -CommandName dotnet-image-sign -ScriptBlock {
          param($word, $ast, $position)
          $line = $ast.ToString()
          $line = $line.PadRight($position).Substring(0, $position)
          dotnet-image-sign "[suggest:$position]" $line 2>$null | Where-Object { $_ -like "$word*" } | ForEach-Object {
            [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
          }
        }
        """;
}
