namespace ImageSign.Tasks;

/// <summary>What <c>ImageSignVerifyBaseImage</c> may say besides <c>off</c>.</summary>
internal static class GateMode
{
    /// <summary>True when a base that is refused ends the build; false when it is a warning.</summary>
    public static bool IsRequired(string mode) => mode switch
    {
        "require" => true,
        "warn" => false,
        _ => throw ErrorCodes.GateSettingInvalid.With("ImageSignVerifyBaseImage", mode, "off, warn, require"),
    };

    /// <summary>An error, or the same as a warning; a setting that is wrong is always an error.</summary>
    public static void Report(string mode, MSBuildLog log, ImageSignException failure)
    {
        if (mode == "warn" && failure.Code != ErrorCodes.GateSettingInvalid) log.Warning(failure);
        else log.Error(failure);
    }
}
