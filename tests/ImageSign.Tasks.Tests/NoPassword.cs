using ImageSign.Keys;

namespace ImageSign.Tasks.Tests;

/// <summary>The keys of these tests are not encrypted.</summary>
internal sealed class NoPassword : IPasswordSource
{
    /// <summary>The engine, as the tool has it.</summary>
    public static EngineOptions Engine() => EngineOptions.CreateDefault(new NoPassword());

    public ValueTask<byte[]?> GetPasswordAsync(string keyName, CancellationToken cancellationToken) => ValueTask.FromResult<byte[]?>(null);
}
