using ImageSign.Keys;
using Microsoft.Build.Framework;

namespace ImageSign.Tasks;

/// <summary>The signers as a project names them: <c>ImageSignKey</c> and <c>@(ImageSigner)</c>.</summary>
internal sealed class SignerItems(string projectDirectory, string passwordVariable, IReadOnlyList<string> formats)
{
    public IReadOnlyList<Signer> Read(string key, IReadOnlyList<ITaskItem> items)
    {
        var signers = new List<Signer>(items.Count + 1);
        if (key.Length > 0) signers.Add(new Signer(Parse(key), formats, PasswordVariable.Parse(passwordVariable)));
        foreach (var item in items) signers.Add(Read(item));
        return signers;
    }

    private Signer Read(ITaskItem item)
    {
        var format = item.GetMetadata("Format");
        var variable = item.GetMetadata("PasswordVariable");
        return new Signer(
            Parse(item.ItemSpec),
            format.Length > 0 ? format.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) : formats,
            PasswordVariable.Parse(variable.Length > 0 ? variable : passwordVariable));
    }

    private KeyReference Parse(string text)
    {
        // Key material where its name belongs: MSBuild has logged it already, so at least say so, and do not repeat it.
        if (text.Contains("-----BEGIN", StringComparison.Ordinal) || text.AsSpan().IndexOfAny('\r', '\n') >= 0) throw ErrorCodes.KeyInProperty.With();
        var key = KeyReference.Parse(text);
        return key.Scheme == KeyScheme.File ? key with { Value = Path.GetFullPath(key.Value, projectDirectory) } : key;
    }
}
