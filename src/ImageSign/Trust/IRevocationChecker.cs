using ImageSign.Crypto;

namespace ImageSign.Trust;

/// <summary>Finds out whether certificates were revoked.</summary>
public interface IRevocationChecker
{
    /// <summary>Asks for each certificate of the chain but its last, whose links must have been checked.</summary>
    /// <param name="chain">The chain, leaf first.</param>
    /// <param name="now">The time of the judgement.</param>
    /// <param name="authenticSigningTime">A proven signing time that an invalidity date is compared with, or null.</param>
    /// <param name="cancellationToken">Cancels the requests.</param>
    ValueTask<RevocationResult> CheckAsync(CertificateChain chain, DateTimeOffset now, DateTimeOffset? authenticSigningTime, CancellationToken cancellationToken);
}
