using ImageSign.Keys;
using Microsoft.Build.Framework;

namespace ImageSign.Tasks;

/// <summary>The signers as a project names them: <c>ImageSignKey</c> and <c>@(ImageSigner)</c>.</summary>
internal sealed class SignerItems(string projectDirectory, string passwordVariable, IReadOnlyList<string> formats)
{
    public IReadOnlyList<Signer> Read(string key, string certificateChain, IReadOnlyList<ITaskItem> items)
    {
        var signers = new List<Signer>(items.Count + 1);
        if (key.Length > 0) signers.Add(new Signer(Parse(key), formats, PasswordVariable.Parse(passwordVariable), FileOf(certificateChain)));
        foreach (var item in items) signers.Add(Read(item));
        // A signer who is named twice signs once.
        return [.. signers.DistinctBy(signer => (signer.Key.ToString(), string.Join(';', signer.Formats), signer.CertificateChainFile))];
    }

    private Signer Read(ITaskItem item)
    {
        var key = Parse(item.ItemSpec);
        var format = item.GetMetadata("Format");
        var variable = item.GetMetadata("PasswordVariable");
        var configuration = PluginConfig.Read(item.GetMetadata("PluginConfig"));
        if (configuration.Count > 0 && key.Scheme != KeyScheme.Plugin) throw ErrorCodes.NotSupportedHere.With("PluginConfig", $"the key {key}, which is in no plug-in");
        return new Signer(
            configuration.Count > 0 ? key with { Configuration = configuration } : key,
            format.Length > 0 ? format.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) : formats,
            PasswordVariable.Parse(variable.Length > 0 ? variable : passwordVariable),
            FileOf(item.GetMetadata("CertificateChain")));
    }

    private KeyReference Parse(string text)
    {
        // Key material where its name belongs: MSBuild has logged it already, so at least say so, and do not repeat it.
        if (text.Contains("-----BEGIN", StringComparison.Ordinal) || text.AsSpan().IndexOfAny('\r', '\n') >= 0) throw ErrorCodes.KeyInProperty.With();
        var key = KeyReference.Parse(text);
        return key.Scheme == KeyScheme.File ? key with { Value = ProjectPath.Full(key.Value, projectDirectory) } : key;
    }

    private string? FileOf(string path) => ProjectPath.OrNull(path, projectDirectory);
}
