using System.Diagnostics.CodeAnalysis;

namespace ImageSign.Testing.Processes;

/// <summary>
/// Finds the real peers (cosign, notation, oras, crane, skopeo, docker-registry) that tests/peers/install.sh installs. This library knows no test
/// framework: a test project wraps <see cref="TryFind"/> in a helper of its own, which skips on a desk and fails where <see cref="AreRequired"/>:
/// <code>
/// public static string Require(string peer)
/// {
///     Assert.SkipUnless(Peers.AreRequired || Peers.TryFind(peer, out _), new PeerMissingException(peer).Message);
///     return Peers.Find(peer);
/// }
/// </code>
/// </summary>
public static class Peers
{
    /// <summary>The variable that names the installation directory.</summary>
    public const string DirectoryVariable = "IMAGESIGN_PEERS";

    /// <summary>Whether a missing peer is a failure: <c>CI=true</c>.</summary>
    public static bool AreRequired => string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase);

    /// <summary>Where the peers' commands are.</summary>
    public static string Directory => Path.Combine(
        Environment.GetEnvironmentVariable(DirectoryVariable) is { Length: > 0 } directory
            ? directory
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache", "imagesign-peers"),
        "usr",
        "bin");

    /// <summary>The peer's full path, from the installation directory, else from PATH.</summary>
    public static bool TryFind(string peer, [NotNullWhen(true)] out string? path)
    {
        path = Path.Combine(Directory, peer);
        return File.Exists(path) || ExecutablePath.TryFind(peer, out path);
    }

    /// <summary>The peer's full path.</summary>
    /// <exception cref="PeerMissingException">It is not installed.</exception>
    public static string Find(string peer) => TryFind(peer, out var path) ? path : throw new PeerMissingException(peer);
}
