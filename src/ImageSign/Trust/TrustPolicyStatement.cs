namespace ImageSign.Trust;

/// <summary>One statement of a trust policy: for these repositories, trust these signers, this strictly.</summary>
/// <param name="Name">The statement's name, unique in its policy.</param>
/// <param name="Scopes">Repositories, <c>host/repository</c>, or <c>*</c> alone.</param>
/// <param name="Level">What is enforced.</param>
/// <param name="TrustStores">The trust stores; none at level skip.</param>
/// <param name="Identities">The trusted signers; none at level skip.</param>
public sealed record TrustPolicyStatement(
    string Name, IReadOnlyList<string> Scopes, VerificationLevel Level, IReadOnlyList<TrustStoreName> TrustStores, IReadOnlyList<TrustedIdentity> Identities)
{
    /// <summary>When timestamps are asked for.</summary>
    public TimestampUse Timestamps { get; init; }

    /// <summary>True when the statement is for everything that no other one names.</summary>
    public bool IsGlobal => Scopes is ["*"];

    /// <summary>The trust stores of one kind.</summary>
    public IEnumerable<TrustStoreName> StoresOf(TrustStoreKind kind) => TrustStores.Where(store => store.Kind == kind);
}
