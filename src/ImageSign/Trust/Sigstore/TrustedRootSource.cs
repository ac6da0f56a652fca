using System.Collections.Concurrent;
using System.Security.Cryptography;
using ImageSign.Oci;

namespace ImageSign.Trust.Sigstore;

/// <summary>
/// Finds trusted roots: the file that was named, or what is built in. Each is read once, whatever happens to the file meanwhile.
/// </summary>
internal sealed class TrustedRootSource
{
    private readonly ConcurrentDictionary<SigstoreTrust, Lazy<ResolvedTrust>> _trusts = new();

    /// <summary>The trust with its roots read.</summary>
    /// <exception cref="ImageSignException">They cannot be had: nothing is said of any image.</exception>
    public ResolvedTrust Open(SigstoreTrust trust) => _trusts.GetOrAdd(trust, static trust => new(() => Resolve(trust))).Value;

    /// <summary>The bytes of the trusted root that is in force for an instance, and where they are from.</summary>
    /// <param name="instance">A name of <see cref="SigstoreTrust.Instances"/>, or a client trust config file.</param>
    /// <param name="file">A trusted root file instead of the instance's own, or null.</param>
    public static (ReadOnlyMemory<byte> Utf8, string Source) ReadBytes(string instance, string? file)
    {
        if (file is null && SigstoreTrust.Instances.Contains(instance))
        {
            var bytes = BuiltInPolicies.Resource($"sigstore-{instance}.json");
            return (bytes, $"built in, sha256:{Convert.ToHexStringLower(SHA256.HashData(bytes.Span))[..16]}");
        }

        var path = file ?? instance;
        if (file is null && !File.Exists(path)) throw ErrorCodes.UnknownInstance.With(instance, string.Join(", ", SigstoreTrust.Instances));
        try
        {
            return (TrustedRootReader.Extract(ReadFile(path)), path);
        }
        catch (ImageSignException e) when (e.Code == ErrorCodes.Malformed)
        {
            throw Unreadable(path, e);
        }
    }

    private static ResolvedTrust Resolve(SigstoreTrust trust)
    {
        if (trust.Identities.Count > Limits.MaxIdentities)
        {
            throw ErrorCodes.OverLimit.With("The number of identities", $"{Limits.MaxIdentities}");
        }

        if (trust.TrustedRootFile is not null && !SigstoreTrust.Instances.Contains(trust.Instance) && !File.Exists(trust.Instance))
        {
            throw ErrorCodes.UnknownInstance.With(trust.Instance, string.Join(", ", SigstoreTrust.Instances));
        }

        var (bytes, source) = ReadBytes(trust.Instance, trust.TrustedRootFile);
        try
        {
            return new ResolvedTrust(trust, source, TrustedRootReader.ReadFile(bytes));
        }
        catch (ImageSignException e) when (e.Code == ErrorCodes.Malformed)
        {
            throw Unreadable(source, e);
        }
    }

    private static byte[] ReadFile(string path)
    {
        try
        {
            // A pipe has no length, and opening one would wait for ever.
            if (new FileInfo(path) is not { Exists: true, Length: > 0 and var length })
            {
                throw ErrorCodes.TrustedRootUnreadable.With(path, "it is missing or empty");
            }

            if (length > Limits.MaxTrustedRootBytes)
            {
                throw ErrorCodes.OverLimit.With($"The trusted root '{path}'", $"{Limits.MaxTrustedRootBytes} bytes");
            }

            return File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw ErrorCodes.TrustedRootUnreadable.Because(e, path, e.Message.TrimEnd('.'));
        }
    }

    private static ImageSignException Unreadable(string path, ImageSignException e) =>
        ErrorCodes.TrustedRootUnreadable.Because(e, path, e.Message.TrimEnd('.'));
}
