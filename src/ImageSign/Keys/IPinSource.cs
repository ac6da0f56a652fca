namespace ImageSign.Keys;

/// <summary>A source of passwords that can have a person type a PIN. Without it, <see cref="IPasswordSource"/> is asked for PINs as for passwords.</summary>
public interface IPinSource
{
    /// <summary>The PIN as UTF-8, typed by a person, which the caller clears after use; null when nobody can be asked.</summary>
    /// <param name="tokenName">The token, for the prompt.</param>
    /// <param name="cancellationToken">Cancels the prompt.</param>
    ValueTask<byte[]?> AskForPinAsync(string tokenName, CancellationToken cancellationToken);
}
