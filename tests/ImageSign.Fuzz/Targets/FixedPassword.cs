using ImageSign.Keys;

namespace ImageSign.Fuzz.Targets;

/// <summary>The password of the keys under tests/vectors/fuzz.</summary>
internal sealed class FixedPassword : IPasswordSource
{
    public ValueTask<byte[]?> GetPasswordAsync(string keyName, CancellationToken cancellationToken) => ValueTask.FromResult<byte[]?>("fuzz"u8.ToArray());
}
