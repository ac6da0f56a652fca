using System.Net.Sockets;

namespace ImageSign.Tests.Security.Hostile;

/// <summary>The real network, with a count of the bytes that were really read from it.</summary>
internal sealed class CountedNetwork
{
    private long _received;

    /// <summary>Bytes that came in so far, over all connections.</summary>
    public long Received => Interlocked.Read(ref _received);

    /// <summary>A handler as the engine makes its own for loopback.</summary>
    public SocketsHttpHandler CreateHandler() => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        ConnectCallback = async (context, cancellationToken) =>
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
                return new CountedStream(socket, this);
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        },
    };

    private sealed class CountedStream(Socket socket, CountedNetwork network) : NetworkStream(socket, ownsSocket: true)
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var read = await base.ReadAsync(buffer, cancellationToken);
            Interlocked.Add(ref network._received, read);
            return read;
        }
    }
}
