using System.CommandLine;

namespace ImageSign.Tool.Commands;

/// <summary>The options of signing with a certificate.</summary>
internal sealed class CertificateOptions
{
    private readonly Option<string> _chain = new("--certificate-chain") { Description = "The key's certificates, PEM, the signer's first and the root last; for the notary formats. A PFX brings its own.", HelpName = "FILE" };

    private readonly Option<string> _timestampUrl = new("--timestamp-url") { Description = "The RFC 3161 timestamping authority; the notary formats only.", HelpName = "URL" };

    private readonly Option<string> _timestampRoot = new("--timestamp-root") { Description = "The root certificate of the timestamping authority, PEM or DER.", HelpName = "FILE" };

    /// <summary>Adds the options; the two of the timestamp need each other.</summary>
    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[_chain, _timestampUrl, _timestampRoot]) command.Options.Add(option);
        command.Validators.Add(result =>
        {
            var url = result.GetValue(_timestampUrl);
            if (url is null != result.GetValue(_timestampRoot) is null) result.AddError("Options '--timestamp-url' and '--timestamp-root' need each other.");
            if (url is not null && !(Uri.TryCreate(url, UriKind.Absolute, out var address) && address.Scheme is "http" or "https")) result.AddError($"'{url}' is not an http or https URL.");
        });
    }

    /// <summary>The request with what the user chose.</summary>
    public SignRequest Apply(ParseResult parsed, SignRequest request) => request with
    {
        CertificateChainFile = parsed.GetValue(_chain),
        TimestampUrl = parsed.GetValue(_timestampUrl) is { } url ? new Uri(url) : null,
        TimestampRootFile = parsed.GetValue(_timestampRoot),
    };
}
