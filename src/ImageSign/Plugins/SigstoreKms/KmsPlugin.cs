using System.Text.Json;
using System.Text.RegularExpressions;
using ImageSign.Oci;
using ImageSign.Processes;

namespace ImageSign.Plugins.SigstoreKms;

/// <summary>
/// One KMS plug-in of Sigstore's, the program <c>sigstore-kms-NAME</c>: started anew for each question, which stands in its arguments, with the message on its
/// standard input; the answer is one JSON object on its standard output. Its exit code says nothing: a failure is an <c>errorMessage</c>.
/// </summary>
internal sealed partial class KmsPlugin
{
    /// <summary>The version of the protocol.</summary>
    public const string Version = "v1";

    private const string Prefix = "sigstore-kms-";

    private readonly string _executable;
    private readonly TimeSpan _patience;

    private KmsPlugin(string name, string executable, TimeSpan patience) => (Name, _executable, _patience) = (name, executable, patience);

    /// <summary>The name behind <c>sigstore-kms-</c>.</summary>
    public string Name { get; }

    /// <summary>Finds the plug-in of a reference's scheme among the absolute entries of PATH.</summary>
    /// <exception cref="ImageSignException"><see cref="ErrorCodes.KmsPluginNotFound"/>.</exception>
    public static KmsPlugin Find(string scheme, TimeSpan patience)
    {
        if (!Names().IsMatch(scheme)) throw ErrorCodes.KmsPluginNotFound.With(ForeignText.Sanitize(scheme));
        return new KmsPlugin(scheme, ExecutablePath.Find(Prefix + scheme) ?? throw ErrorCodes.KmsPluginNotFound.With(scheme), patience);
    }

    /// <summary>Asks one question and reads the member of the answer that bears its name.</summary>
    /// <param name="method">The question.</param>
    /// <param name="write">Writes the object of that name.</param>
    /// <param name="key">The key, and the hash that it signs.</param>
    /// <param name="message">What the plug-in reads from its standard input.</param>
    /// <param name="read">Reads the answer.</param>
    /// <param name="cancellationToken">Ends the plug-in.</param>
    public async Task<T> AskAsync<T>(
        string method, Action<Utf8JsonWriter> write, KmsKey key, ReadOnlyMemory<byte> message, Func<JsonElement, string, T> read, CancellationToken cancellationToken)
    {
        var arguments = System.Text.Encoding.UTF8.GetString(KmsRequest.Write(method, write, key, DateTimeOffset.UtcNow + _patience).Span);
        var options = new ChildProcessOptions { Timeout = _patience, MaxOutputBytes = Limits.MaxProcessOutputBytes };
        var result = await ChildProcess.RunAsync(_executable, [Version, arguments], message, options, cancellationToken).ConfigureAwait(false);
        var what = $"The answer of {Prefix}{Name} to {method}";
        try
        {
            using var answer = OciJson.Parse(result.Output, what);
            if (answer.RootElement.ValueKind != JsonValueKind.Object) throw OciJson.Malformed(what, "it is not an object");
            if (OciJson.OptionalString(answer.RootElement, "errorMessage", what) is { Length: > 0 } complaint) throw Failed(method, complaint);
            if (!answer.RootElement.TryGetProperty(method, out var member) || member.ValueKind != JsonValueKind.Object)
            {
                throw OciJson.Malformed(what, $"'{method}' is missing");
            }

            return read(member, what);
        }
        catch (ImageSignException e) when (e.Code == ErrorCodes.Malformed || e.Code == ErrorCodes.OverLimit)
        {
            throw Failed(method, Complaint(result, e.Message), e);
        }
        catch (FormatException e)
        {
            throw Failed(method, "its answer holds something that is not base64", e);
        }
    }

    private ImageSignException Failed(string method, string reason, Exception? inner = null)
    {
        reason = ForeignText.Sanitize(reason).TrimEnd('.');
        return inner is null ? ErrorCodes.KmsPluginFailed.With(Name, method, reason) : ErrorCodes.KmsPluginFailed.Because(inner, Name, method, reason);
    }

    /// <summary>What is wrong with the answer, and the last thing that the plug-in said besides.</summary>
    private static string Complaint(ChildProcessResult result, string reason)
    {
        var said = result.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).LastOrDefault();
        reason = result.Output.Length == 0 ? "it answered nothing" : reason.TrimEnd('.');
        return $"{reason}{(result.Succeeded ? "" : $", exit code {result.ExitCode}")}{(said is null ? "" : $"; it said: {said}")}";
    }

    [GeneratedRegex(@"\A[a-z][a-z0-9-]{1,31}\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Names();
}
