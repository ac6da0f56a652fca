using System.Text;
using ImageSign.Keys;

namespace ImageSign.Tool.Tests.Interrupted;

/// <summary>The password of every <see cref="TestSigner"/>.</summary>
internal sealed class KnownPassword : IPasswordSource
{
    public ValueTask<byte[]?> GetPasswordAsync(string keyName, CancellationToken cancellationToken) => ValueTask.FromResult<byte[]?>(Encoding.UTF8.GetBytes(TestSigner.Password));
}
