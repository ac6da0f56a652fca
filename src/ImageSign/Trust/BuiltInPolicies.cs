using ImageSign.Oci;

namespace ImageSign.Trust;

/// <summary>Trust policies that ImageSign brings along, with the certificates that they name.</summary>
public static class BuiltInPolicies
{
    /// <summary>The policy for Microsoft's .NET images.</summary>
    public const string MicrosoftDotNet = "microsoft-dotnet";

    /// <summary>True for the name of a built-in policy.</summary>
    public static bool Contains(string name) => name == MicrosoftDotNet;

    /// <summary>The policy that is called <paramref name="name"/>, or null.</summary>
    public static TrustPolicyDocument? Find(string name) => Contains(name) ? TrustPolicyDocument.Parse(Resource($"{name}.json"), name) : null;

    /// <summary>A file under Trust/Roots.</summary>
    internal static ReadOnlyMemory<byte> Resource(string name)
    {
        using var stream = typeof(BuiltInPolicies).Assembly.GetManifestResourceStream($"ImageSign.Trust.Roots.{name}")!;
        var content = new byte[Math.Min(stream.Length, Limits.MaxPolicyBytes)];
        stream.ReadExactly(content);
        return content;
    }
}
