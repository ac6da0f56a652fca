using ImageSign.Oci;

namespace ImageSign.Trust;

/// <summary>A Notary Project trust policy (trust-store-trust-policy, version 1.0), valid in itself.</summary>
/// <param name="Name">The file, or the name of a built-in policy.</param>
/// <param name="Statements">The statements, at least one.</param>
/// <param name="Digest">What tells this policy from another one of the same name.</param>
public sealed record TrustPolicyDocument(string Name, IReadOnlyList<TrustPolicyStatement> Statements, Digest Digest)
{
    /// <summary>Reads a policy, or throws a code of family 6 that names the statement.</summary>
    public static TrustPolicyDocument Parse(ReadOnlyMemory<byte> utf8, string name) => TrustPolicyReader.Read(utf8, name);

    /// <summary>Reads a policy file, which must be a regular file.</summary>
    public static TrustPolicyDocument Load(string path)
    {
        try
        {
            var file = new FileInfo(path);
            if (!file.Exists) throw ErrorCodes.PolicyNotFound.With($"there is no file '{path}'");
            if (file.LinkTarget is not null) throw ErrorCodes.PolicyUnreadable.With(path, "it is a link, not a regular file");
            if (file.Length > Limits.MaxPolicyBytes) throw ErrorCodes.PolicyUnreadable.With(path, $"it is larger than {Limits.MaxPolicyBytes} bytes");
            return Parse(File.ReadAllBytes(path), path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw ErrorCodes.PolicyUnreadable.Because(e, path, e.Message);
        }
    }

    /// <summary>
    /// The statement for <paramref name="scope"/>. "The trust policy statement with the most specific match": a named repository goes before <c>*</c>.
    /// </summary>
    /// <exception cref="ImageSignException"><see cref="ErrorCodes.NoStatementApplies"/>.</exception>
    public TrustPolicyStatement For(string scope) =>
        Statements.FirstOrDefault(statement => statement.Scopes.Contains(scope))
        ?? Statements.FirstOrDefault(statement => statement.IsGlobal)
        ?? throw ErrorCodes.NoStatementApplies.With(Name, scope);
}
