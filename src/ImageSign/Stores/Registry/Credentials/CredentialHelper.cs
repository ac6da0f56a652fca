using System.Text;
using System.Text.RegularExpressions;
using ImageSign.Oci;
using ImageSign.Processes;

namespace ImageSign.Stores.Registry.Credentials;

/// <summary>Docker's credential helpers, <c>docker-credential-NAME get</c>: the host on standard input, JSON on standard output.</summary>
internal static partial class CredentialHelper
{
    private const string IdentityTokenUser = "<token>";
    private const string NotFound = "credentials not found";
    private const string What = "the answer of the credential helper";
    private static readonly string[] Known = ["ServerURL", "Username", "Secret"];

    /// <summary>What the helper <paramref name="helper"/> keeps for <paramref name="key"/>; null when it says that it has nothing.</summary>
    public static async ValueTask<RegistryCredential?> GetAsync(string helper, string key, CancellationToken cancellationToken)
    {
        if (!Name().IsMatch(helper)) throw ErrorCodes.CredentialHelperFailed.With(helper, "its name is not one");
        var program = ExecutablePath.Find($"docker-credential-{helper}") ?? throw ErrorCodes.CredentialHelperFailed.With(helper, $"docker-credential-{helper} is not in PATH");
        var result = await ChildProcess.RunAsync(program, ["get"], Encoding.UTF8.GetBytes(key), new ChildProcessOptions(), cancellationToken).ConfigureAwait(false);
        if (result.Succeeded) return Read(helper, result.Output);
        // docker-credential-helpers, credentials/error.go: "credentials not found in native keychain", on standard output.
        if (result.Text.Contains(NotFound, StringComparison.OrdinalIgnoreCase)) return null;
        throw ErrorCodes.CredentialHelperFailed.With(helper, result.Reason);
    }

    private static RegistryCredential Read(string helper, ReadOnlyMemory<byte> output)
    {
        try
        {
            using var json = OciJson.Parse(output, What);
            var root = OciJson.Object(json.RootElement, What, Known, closed: true);
            var user = OciJson.RequiredString(root, "Username", What);
            var secret = OciJson.RequiredString(root, "Secret", What);
            return user == IdentityTokenUser ? new RegistryCredential("", secret, IsIdentityToken: true) : new RegistryCredential(user, secret);
        }
        catch (ImageSignException e) when (e.Code == ErrorCodes.Malformed)
        {
            throw ErrorCodes.CredentialHelperFailed.With(helper, "its answer is not a credential");
        }
    }

    // A name becomes part of a file name: no separators, nothing that leads elsewhere.
    [GeneratedRegex(@"\A[A-Za-z0-9._-]+\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Name();
}
