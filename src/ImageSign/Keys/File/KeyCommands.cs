namespace ImageSign.Keys.File;

/// <summary>Commands that a remedy names: they work as they are printed.</summary>
internal static class KeyCommands
{
    private const string Environment = "env://";

    /// <summary>A file name as a shell takes it.</summary>
    public static string Quote(string name)
    {
        var path = name.StartsWith('-') ? $"./{name}" : name;
        return path.All(c => char.IsLetterOrDigit(c) || "_./:\\-@%+=,~".Contains(c, StringComparison.Ordinal)) ? path : $"\"{path}\"";
    }

    /// <summary>How the public half of a private key is had, as the end of a sentence; empty where no command can be relied on.</summary>
    public static string PublicHalf(KeyMaterial material)
    {
        if (material.Form == KeyFileForm.Other || IsPipe(material.Name)) return "";
        var isVariable = material.Name.StartsWith(Environment, StringComparison.Ordinal);
        var command = material.Kind switch
        {
            KeyMaterialKind.CosignPrivateKey => $"cosign public-key --key {Quote(material.Name)}",
            KeyMaterialKind.Pfx when isVariable => "",
            KeyMaterialKind.Pfx => $"openssl pkcs12 -in {Quote(material.Name)} -nokeys -clcerts",
            _ when isVariable => $"printenv {material.Name[Environment.Length..]} | openssl pkey -pubout",
            _ => $"openssl pkey {Input(material)} -pubout",
        };
        return command.Length == 0 ? "" : $"; '{command}' prints it";
    }

    /// <summary>How a key is encrypted in a way that is read everywhere.</summary>
    public static string Reencrypt(KeyMaterial material, bool isLegacy)
    {
        var legacy = isLegacy ? "-provider legacy -provider default " : "";
        return material.Kind == KeyMaterialKind.Pfx
            ? $"openssl pkcs12 -legacy -in {Quote(material.Name)} -out all.pem && openssl pkcs12 -export -in all.pem -out new.pfx"
            : $"openssl pkcs8 -topk8 {legacy}{Input(material)} -out new.pem";
    }

    private static string Input(KeyMaterial material) =>
        $"{(material.Form == KeyFileForm.Der ? "-inform DER " : "")}-in {(material.Name.StartsWith(Environment, StringComparison.Ordinal) ? "KEYFILE" : Quote(material.Name))}";

    private static bool IsPipe(string name) => name.StartsWith("/dev/", StringComparison.Ordinal) || name.StartsWith("/proc/", StringComparison.Ordinal);
}
