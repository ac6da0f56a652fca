namespace ImageSign.Tasks;

/// <summary>The SDK's own password variables, which no task can keep out of a binary log: MSBuild writes every DOTNET_ variable there (dotnet/msbuild#7922).</summary>
internal static class SdkCredentialVariables
{
    private static readonly string[] Names = ["DOTNET_CONTAINER_REGISTRY_PWORD", "DOTNET_CONTAINER_PUSH_REGISTRY_PWORD", "DOTNET_CONTAINER_PULL_REGISTRY_PWORD"];

    public static void WarnOfThoseInBinlogs(MSBuildLog log)
    {
        foreach (var name in Names)
        {
            if (!string.IsNullOrEmpty(Environment.GetEnvironmentVariable(name))) log.Warning(ErrorCodes.PasswordInBinlog, name);
        }
    }
}
