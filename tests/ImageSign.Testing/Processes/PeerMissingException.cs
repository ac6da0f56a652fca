namespace ImageSign.Testing.Processes;

/// <summary>A real peer is not installed here. A test turns this into a loud skip on a desk and a failure in CI.</summary>
public sealed class PeerMissingException(string peer)
    : Exception($"{peer} is not installed: run tests/peers/install.sh (it installs under ${Peers.DirectoryVariable}, or ~/.cache/imagesign-peers)")
{
    /// <summary>The peer's command name.</summary>
    public string Peer => peer;
}
