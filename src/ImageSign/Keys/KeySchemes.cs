using System.Text.RegularExpressions;

namespace ImageSign.Keys;

/// <summary>The schemes that a reference to a key may begin with.</summary>
internal static partial class KeySchemes
{
    private static readonly (string Prefix, KeyScheme Scheme)[] Known =
    [
        ("env://", KeyScheme.Environment),
        ("plugin://", KeyScheme.Plugin),
        ("pkcs11:", KeyScheme.Pkcs11),
        ("certstore://", KeyScheme.CertificateStore),
        ("azurekms://", KeyScheme.AzureKms),
        ("awskms://", KeyScheme.AwsKms),
        ("hashivault://", KeyScheme.Vault),
        ("openbao://", KeyScheme.OpenBao),
    ];

    // Addresses and stores of other tools: nobody's plug-in should answer for them.
    private static readonly string[] NeverPlugins = ["http", "https", "file", "k8s", "gitlab", "github", "docker", "oci", "gcpkms"];

    /// <summary>The scheme and what follows it; null for the name of a file.</summary>
    /// <exception cref="ImageSignException"><see cref="ErrorCodes.KeyReferenceInvalid"/>: a text with a scheme is never the name of a file.</exception>
    public static (KeyScheme Scheme, string Value)? Split(string text)
    {
        foreach (var (prefix, scheme) in Known)
        {
            if (text.StartsWith(prefix, StringComparison.Ordinal)) return (scheme, text[prefix.Length..]);
        }

        var match = AnyScheme().Match(text);
        if (!match.Success) return null;
        var name = match.Groups["name"].Value;
        if (Array.Exists(Known, known => IsSchemeOf(known.Prefix, name))) throw Invalid(text, Spelling(name));
        if (name == "gcpkms") throw Invalid(text, "keys of Google Cloud KMS are reached through its PKCS#11 module, libkmsp11 (pkcs11:…)");
        if (NeverPlugins.Contains(name, StringComparer.OrdinalIgnoreCase)) throw Invalid(text, $"'{name}' is not a place for keys");
        if (!PluginName().IsMatch(name) || match.Groups["slashes"].Length == 0) throw Invalid(text, $"'{name}:' is not a scheme; a file of that name is written ./NAME");
        return (KeyScheme.SigstorePlugin, text);
    }

    /// <summary>The text before the value of a reference of <paramref name="scheme"/>.</summary>
    public static string PrefixOf(KeyScheme scheme) => Array.Find(Known, known => known.Scheme == scheme).Prefix ?? "";

    /// <summary>True for a text that begins as a reference does, with a scheme whose keys are not in a file or variable.</summary>
    public static bool IsElsewhere(string text) => Split(text) is { Scheme: not KeyScheme.Environment };

    public static ImageSignException Invalid(string text, string reason) => ErrorCodes.KeyReferenceInvalid.With(Redaction.Of(text), reason);

    private static bool IsSchemeOf(string prefix, string name) => prefix.AsSpan(0, prefix.IndexOf(':', StringComparison.Ordinal)).Equals(name, StringComparison.OrdinalIgnoreCase);

    private static string Spelling(string name) => $"it is written {Array.Find(Known, known => IsSchemeOf(known.Prefix, name)).Prefix}…";

    // A drive of Windows is one letter.
    [GeneratedRegex(@"\A(?<name>[A-Za-z][A-Za-z0-9+.-]{1,31}):(?<slashes>(//)?)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex AnyScheme();

    [GeneratedRegex(@"\A[a-z][a-z0-9-]{1,31}\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex PluginName();
}
