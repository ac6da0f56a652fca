using ImageSign.Keys;

namespace ImageSign.Tests.Formats.Notary;

/// <summary>Nobody is there to be asked.</summary>
internal sealed class NoPassword : IPasswordSource
{
    public ValueTask<byte[]?> GetPasswordAsync(string keyName, CancellationToken cancellationToken) => ValueTask.FromResult<byte[]?>(null);
}
