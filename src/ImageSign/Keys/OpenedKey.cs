namespace ImageSign.Keys;

/// <summary>A signing key in use; whoever has it disposes this, and the key with it when it is nobody else's.</summary>
internal sealed class OpenedKey(ISigningKey key, bool isShared) : IDisposable
{
    public ISigningKey Key => key;

    public void Dispose()
    {
        if (!isShared) key.Dispose();
    }
}
