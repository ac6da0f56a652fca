using ImageSign.Keys;

namespace ImageSign.Comparison;

/// <summary>For keys that are not encrypted.</summary>
internal sealed class NoPassword : IPasswordSource
{
    public ValueTask<byte[]?> GetPasswordAsync(string keyName, CancellationToken cancellationToken) => ValueTask.FromResult<byte[]?>(null);
}
