using System.Collections.Concurrent;
using ImageSign.Oci;
using ImageSign.Trust;
using ImageSign.Trust.Revocation;
using ImageSign.Verification;

namespace ImageSign;

/// <summary>
/// Finds the trust policy of a request, and the statement in it that applies to the image. Policies and trust stores are read once: whatever happens to the files
/// meanwhile, all images of a call are judged alike.
/// </summary>
internal sealed class NotaryTrustSource(TrustOptions options) : IDisposable
{
    private static readonly string[] OwnNames = ["trustpolicy.oci.json", "trustpolicy.json"];

    private readonly TrustHttp _http = new(options.HandlerFactory);
    private readonly ConcurrentDictionary<string, Lazy<TrustPolicyDocument>> _policies = new();
    private readonly ConcurrentDictionary<string, SharedTrustStore> _stores = new();
    private readonly SharedTrustStore _builtIn = new(options.BuiltInRoots);

    /// <summary>The policy: the one that was named, else the first in notation's own place. <see cref="ErrorCodes.NoKey"/> when there is none.</summary>
    public TrustPolicyDocument OpenPolicy(VerifyRequest request)
    {
        var file = request.PolicyFile ?? OwnPolicy() ?? throw ErrorCodes.NoKey.With();
        return _policies.GetOrAdd(file, static file => new(() => BuiltInPolicies.Find(file) ?? TrustPolicyDocument.Load(file))).Value;
    }

    /// <summary>What the image is judged by.</summary>
    /// <exception cref="ImageSignException"><see cref="ErrorCodes.NoStatementApplies"/>: an answer about the image.</exception>
    public NotaryTrust Of(TrustPolicyDocument policy, VerifyRequest request)
    {
        var statement = policy.For(ScopeOf(request));
        if (request.Revocation is { } revocation && !statement.Level.IsSkip) statement = statement with { Level = statement.Level.WithRevocation(revocation) };
        return new NotaryTrust(statement, StoreOf(request), new RevocationChecker(_http, new CrlCache(options.RevocationCacheDirectory)))
        {
            Policy = policy.Name,
            Plugins = new NotationVerificationPlugins(options.PluginDirectory, request.PluginConfiguration),
        };
    }

    /// <summary>Reads all that a request will be judged by. What is wrong with it is told when it is judged.</summary>
    public void Prepare(VerifyRequest request)
    {
        if (request.Keys.Count > 0 || request.Sigstore is not null) return;
        try
        {
            var trust = Of(OpenPolicy(request), request);
            foreach (var store in trust.Statement.TrustStores) trust.Store.Load(store);
        }
        catch (ImageSignException)
        {
            // Kept, and thrown again to whoever asks for it.
        }
    }

    /// <summary>The policy and its statement, for the verdict.</summary>
    public static Check Describe(NotaryTrust trust) => Check.Pass(
        CheckIds.Policy,
        null,
        new Fact("policy", trust.Policy, Signed: false),
        new Fact("statement", trust.Statement.Name, Signed: false),
        new Fact("level", trust.Statement.Level.Name, Signed: false));

    /// <inheritdoc />
    public void Dispose() => _http.Dispose();

    private SharedTrustStore StoreOf(VerifyRequest request)
    {
        if (request.TrustStoreDirectory is null && request.PolicyFile is { } policy && BuiltInPolicies.Contains(policy)) return _builtIn;
        var directory = request.TrustStoreDirectory ?? options.TrustStoreDirectory;
        return _stores.GetOrAdd(directory ?? "", static directory => new(new DirectoryTrustStore(directory.Length > 0 ? directory : null)));
    }

    private string? OwnPolicy() =>
        options.ConfigurationDirectory is { } directory ? OwnNames.Select(name => Path.Combine(directory, name)).FirstOrDefault(File.Exists) : null;

    private static string ScopeOf(VerifyRequest request)
    {
        if (request.Scope is { } scope) return TrustScope.Parse(scope) ?? throw ErrorCodes.InvalidReference.With(scope, "a scope is host/repository, without a tag");
        return request.Image.Transport switch
        {
            Transport.Registry => request.Image.Name,
            Transport.Unqualified => request.Image.OnDockerHub().Name,
            _ => $"'{request.Image}' without --scope",
        };
    }
}
