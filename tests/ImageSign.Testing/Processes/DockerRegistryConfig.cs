namespace ImageSign.Testing.Processes;

/// <summary>Writes docker-registry's configuration.</summary>
internal static class DockerRegistryConfig
{
    // bcrypt of User:Password, cost 5. docker-registry takes nothing but bcrypt, which .NET does not have.
    private const string PasswordLine = $"{DockerRegistry.User}:$2b$05$ImageSignTestRegistry.chkQD1WVF5e5CCS7kOG74FtEeXoMcY2\n";

    public static string Write(DirectoryInfo directory, int port, DockerRegistryOptions options)
    {
        var storage = directory.CreateSubdirectory("storage").FullName;
        var yaml = $"""
            version: 0.1
            log:
              level: warn
              accesslog:
                disabled: true
            storage:
              filesystem:
                rootdirectory: "{storage}"
              delete:
                enabled: {(options.Delete ? "true" : "false")}
            http:
              addr: 127.0.0.1:{port}

            """;
        if (options.Htpasswd)
        {
            var passwords = Path.Combine(directory.FullName, "htpasswd");
            File.WriteAllText(passwords, PasswordLine);
            yaml += $"auth:\n  htpasswd:\n    realm: ImageSign\n    path: \"{passwords}\"\n";
        }

        var path = Path.Combine(directory.FullName, "config.yml");
        File.WriteAllText(path, yaml);
        return path;
    }
}
