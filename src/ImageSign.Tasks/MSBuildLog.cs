using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace ImageSign.Tasks;

/// <summary>Says things in MSBuild's way: with a code that NoWarn and MSBuildWarningsAsErrors know, a help link, and foreign text made harmless.</summary>
internal sealed class MSBuildLog(TaskLoggingHelper log)
{
    public void Error(ImageSignException failure) =>
        log.LogError(null, failure.Code.Id, null, failure.Code.HelpLink, null, 0, 0, 0, 0, "{0}", Text(failure));

    public void Error(ErrorCode code, params object?[] arguments) => Error(code.With(arguments));

    public void Warning(ErrorCode code, params object?[] arguments) => Warning(code.With(arguments));

    public void Warning(ImageSignException failure) =>
        log.LogWarning(null, failure.Code.Id, null, failure.Code.HelpLink, null, 0, 0, 0, 0, "{0}", Text(failure));

    /// <summary>A warning, or the same as an error.</summary>
    public void Report(bool asError, ErrorCode code, params object?[] arguments)
    {
        if (asError) Error(code, arguments);
        else Warning(code, arguments);
    }

    /// <summary>Something about a signature that was made, which the user should know.</summary>
    public void Advice(string text) => log.LogWarning("{0}", ForeignText.Sanitize(text));

    public void Info(string text) => log.LogMessage(MessageImportance.High, "{0}", ForeignText.Sanitize(text));

    public void Trace(string text) => log.LogMessage(MessageImportance.Low, "{0}", ForeignText.Sanitize(text));

    private static string Text(ImageSignException failure) => $"{ForeignText.Sanitize(failure.Message)} {ForeignText.Sanitize(failure.Remedy)}";
}
