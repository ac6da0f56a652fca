using ImageSign.Testing.Processes;

namespace ImageSign.Interop.Tests;

/// <summary>A missing peer is a loud skip on a desk and a failure in CI.</summary>
internal static class RealPeer
{
    public static void Require(params IReadOnlyList<string> peers)
    {
        foreach (var peer in peers)
        {
            Assert.SkipUnless(Peers.AreRequired || Peers.TryFind(peer, out _), new PeerMissingException(peer).Message);
            Peers.Find(peer);
        }
    }
}
