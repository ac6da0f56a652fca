using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using ImageSign.Oci;
using ImageSign.Processes;

namespace ImageSign.Stores.Registry.Credentials;

/// <summary>Docker's credential helpers, <c>docker-credential-NAME get</c>: the host on standard input, JSON on standard output.</summary>
internal static partial class CredentialHelper
{
    private const string IdentityTokenUser = "<token>";
    private const int MaxMessageLength = 300;
    private const string NotFound = "credentials not found";
    private const string What = "the answer of the credential helper";
    private static readonly string[] Known = ["ServerURL", "Username", "Secret"];

    /// <summary>What the helper <paramref name="helper"/> keeps for <paramref name="key"/>; null when it says that it has nothing.</summary>
    public static async ValueTask<RegistryCredential?> GetAsync(string helper, string key, CancellationToken cancellationToken)
    {
        if (!Name().IsMatch(helper)) throw ErrorCodes.CredentialHelperFailed.With(helper, "its name is not one");
        var program = ExecutablePath.Find($"docker-credential-{helper}")
            ?? throw ErrorCodes.CredentialHelperFailed.With(helper, WhyMissing(helper));
        var result = await RunAsync(helper, program, key, cancellationToken).ConfigureAwait(false);
        if (result.Succeeded) return Read(helper, result.Output);
        // docker-credential-helpers, credentials/error.go: "credentials not found in native keychain", on standard output.
        if (result.Text.Contains(NotFound, StringComparison.OrdinalIgnoreCase) || result.Error.Contains(NotFound, StringComparison.OrdinalIgnoreCase)) return null;
        throw ErrorCodes.CredentialHelperFailed.With(helper, WhatItSaid(result));
    }

    private static async Task<ChildProcessResult> RunAsync(string helper, string program, string key, CancellationToken cancellationToken)
    {
        try
        {
            return await ChildProcess.RunAsync(program, ["get"], Encoding.UTF8.GetBytes(key), new ChildProcessOptions(), cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException e)
        {
            throw new HelperInterruptedException(helper, e);
        }
    }

    private static string WhyMissing(string helper)
    {
        var name = $"docker-credential-{helper}";
        return ExecutablePath.FindBatchFile(name) is { } batch
            ? $"{batch} is a batch file, which is not started, because cmd.exe would read its arguments a second time; {name}.exe is not in PATH"
            : $"{name} is not in PATH";
    }

    /// <summary>A helper reports its failure on standard output; what broke before that is on standard error.</summary>
    private static string WhatItSaid(ChildProcessResult result)
    {
        var lines = $"{result.Text}\n{result.Error}".Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var said = string.Join("; ", lines).TrimEnd('.');
        if (said.Length == 0) return $"exit code {result.ExitCode}, and it says nothing";
        return said.Length > MaxMessageLength ? $"{said[..MaxMessageLength]}…" : said;
    }

    private static RegistryCredential? Read(string helper, ReadOnlyMemory<byte> output)
    {
        try
        {
            using var json = OciJson.Parse(output, What);
            // Helpers add members of their own (an expiry), and leave out what they do not know.
            var root = OciJson.Object(json.RootElement, What, Known);
            var user = Text(root, "Username");
            var secret = Text(root, "Secret");
            if (secret.Length == 0) return user.Length == 0 ? null : throw OciJson.Malformed(What, "'Secret' is missing");
            return user == IdentityTokenUser ? new RegistryCredential("", secret, IsIdentityToken: true) : new RegistryCredential(user, secret);
        }
        catch (ImageSignException e) when (e.Code == ErrorCodes.Malformed)
        {
            throw ErrorCodes.CredentialHelperFailed.With(helper, "its answer is not a credential");
        }
    }

    private static string Text(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Null ? "" : OciJson.OptionalString(root, name, What) ?? "";

    // A name becomes part of a file name: no separators, nothing that leads elsewhere.
    [GeneratedRegex(@"\A[A-Za-z0-9._-]+\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Name();
}
