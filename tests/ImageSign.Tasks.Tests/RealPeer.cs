using ImageSign.Testing.Processes;

namespace ImageSign.Tasks.Tests;

/// <summary>A peer that a test cannot do without: skips loudly on a desk where it is missing, fails in CI.</summary>
internal static class RealPeer
{
    public static string Require(string peer)
    {
        Assert.SkipUnless(Peers.AreRequired || Peers.TryFind(peer, out _), new PeerMissingException(peer).Message);
        return Peers.Find(peer);
    }
}
