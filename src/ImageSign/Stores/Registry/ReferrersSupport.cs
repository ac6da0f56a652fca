using System.Collections.Concurrent;
using ImageSign.Primitives;

namespace ImageSign.Stores.Registry;

/// <summary>
/// Remembers which registries have no referrers API, in memory and as empty files in the user's cache: it saves the request that would find
/// out again. Only a hint: the answer to every push says how it really is, and a hint that proves wrong is dropped.
/// </summary>
internal sealed class ReferrersSupport(string? directory)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(30);
    private readonly ConcurrentDictionary<string, bool> _missing = new(StringComparer.Ordinal);

    public static ReferrersSupport CreateDefault() =>
        new(UserFolders.Cache is { } cache ? Path.Combine(cache, "imagesign", "no-referrers-api") : null);

    /// <summary>True when the host is known to have no referrers API.</summary>
    public bool IsMissing(string host) => _missing.GetOrAdd(host, static (name, path) => path is not null && IsFresh(Path.Combine(path, FileName(name))), directory);

    public void Remember(string host, bool missing)
    {
        if (_missing.TryGetValue(host, out var known) && known == missing) return;
        _missing[host] = missing;
        if (directory is null) return;
        try
        {
            var file = Path.Combine(directory, FileName(host));
            if (!missing)
            {
                File.Delete(file);
                return;
            }

            Directory.CreateDirectory(directory);
            File.WriteAllBytes(file, []);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // No cache to write to costs one request next time, nothing else.
            _missing[host] = missing;
        }
    }

    private static bool IsFresh(string file) => File.Exists(file) && DateTime.UtcNow - File.GetLastWriteTimeUtc(file) < Lifetime;

    private static string FileName(string host) => host.Replace(':', '_').Replace('[', '_').Replace(']', '_');
}
