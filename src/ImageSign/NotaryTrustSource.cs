using ImageSign.Oci;
using ImageSign.Trust;
using ImageSign.Trust.Revocation;
using ImageSign.Verification;

namespace ImageSign;

/// <summary>Finds the trust policy of a request, and the statement in it that applies to the image.</summary>
internal sealed class NotaryTrustSource(TrustOptions options) : IDisposable
{
    private readonly TrustHttp _http = new(options.HandlerFactory);

    private static readonly string[] OwnNames = ["trustpolicy.oci.json", "trustpolicy.json"];

    /// <summary>The policy: the one that was named, else the first in notation's own place. <see cref="ErrorCodes.NoKey"/> when there is none.</summary>
    public TrustPolicyDocument OpenPolicy(VerifyRequest request)
    {
        if (request.PolicyFile is { } named) return BuiltInPolicies.Find(named) ?? TrustPolicyDocument.Load(named);
        var own = OwnNames.Select(name => Path.Combine(options.ConfigurationDirectory, name)).FirstOrDefault(File.Exists) ?? throw ErrorCodes.NoKey.With();
        return TrustPolicyDocument.Load(own);
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

    /// <summary>The policy and its statement, for the verdict.</summary>
    public static Check Describe(NotaryTrust trust) => Check.Pass(
        CheckIds.Policy,
        null,
        new Fact("policy", trust.Policy, Signed: false),
        new Fact("statement", trust.Statement.Name, Signed: false),
        new Fact("level", trust.Statement.Level.Name, Signed: false));

    /// <inheritdoc />
    public void Dispose() => _http.Dispose();

    private ITrustStore StoreOf(VerifyRequest request)
    {
        if (request.TrustStoreDirectory is { } named) return new DirectoryTrustStore(named);
        return request.PolicyFile is { } policy && BuiltInPolicies.Find(policy) is not null
            ? options.BuiltInRoots
            : new DirectoryTrustStore(Path.Combine(options.ConfigurationDirectory, "truststore"));
    }

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
