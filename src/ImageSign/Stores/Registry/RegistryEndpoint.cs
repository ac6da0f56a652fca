using System.Net;
using ImageSign.Oci;

namespace ImageSign.Stores.Registry;

/// <summary>How a registry host is reached: its address, and whether plain http is allowed. What was found to work is remembered.</summary>
internal sealed class RegistryEndpoint
{
    private const string InsecureVariable = "DOTNET_CONTAINER_INSECURE_REGISTRIES";

    private volatile Uri[] _candidates;

    private RegistryEndpoint(string host, string[] schemes, bool insecure)
    {
        Host = host;
        Authority = host == RegistryHost.DockerHub ? "registry-1.docker.io" : host;
        _candidates = [.. schemes.Select(scheme => new Uri($"{scheme}://{Authority}/v2/"))];
        IsInsecure = insecure;
    }

    /// <summary>The host with its port, as references name it.</summary>
    public string Host { get; }

    /// <summary>The host with its port that requests go to.</summary>
    public string Authority { get; }

    /// <summary>True when the user allowed an untrusted certificate and plain http for this host.</summary>
    public bool IsInsecure { get; }

    /// <summary>The addresses to try, <c>https://host/v2/</c>: those of the schemes that are allowed, until one of them answered.</summary>
    public IReadOnlyList<Uri> Candidates => _candidates;

    public static RegistryEndpoint Of(string host, RegistryOptions options)
    {
        foreach (var named in options.InsecureRegistries.Append(options.EnvironmentCredentialsHost).OfType<string>())
        {
            // A host that is none would be a setting without effect, which nobody notices.
            if (RegistryHost.Problem(named) is { } problem) throw ErrorCodes.InvalidRegistryHost.With(problem);
        }

        var variable = System.Environment.GetEnvironmentVariable(InsecureVariable) ?? "";
        var listed = variable.Split([';', ','], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (options.InsecureRegistries.Concat(listed).Any(named => RegistryHost.AreSame(named, host)))
        {
            return new RegistryEndpoint(host, ["https", "http"], insecure: true);
        }

        return IsLoopback(host) ? new RegistryEndpoint(host, ["http", "https"], insecure: false) : new RegistryEndpoint(host, ["https"], insecure: false);
    }

    /// <summary>localhost and the loopback addresses: traffic that does not leave the machine.</summary>
    public static bool IsLoopback(string authority)
    {
        if (!Uri.TryCreate($"http://{authority}", UriKind.Absolute, out var address)) return false;
        var host = address.Host;
        return string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host.Trim('[', ']'), out var number) && IPAddress.IsLoopback(number));
    }

    /// <summary>The host answered at this address: from now on it is asked there only.</summary>
    public void Settle(Uri address)
    {
        if (_candidates.Length > 1 && Array.Find(_candidates, candidate => IsSameOrigin(candidate, address)) is { } settled) _candidates = [settled];
    }

    /// <summary>RFC 6454: the same scheme, host and port.</summary>
    public static bool IsSameOrigin(Uri one, Uri other) =>
        one.Scheme == other.Scheme && one.Port == other.Port && string.Equals(one.IdnHost, other.IdnHost, StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// A registry behind a proxy that ends TLS may believe that it is asked by http, and names http addresses on its own host and port.
    /// Where it was asked by https, they are
    /// used as https: nothing is sent in the clear.
    /// </summary>
    public static Uri WithSchemeOf(Uri asked, Uri named)
    {
        if (asked.Scheme != Uri.UriSchemeHttps || named.Scheme != Uri.UriSchemeHttp
            || !string.Equals(asked.IdnHost, named.IdnHost, StringComparison.OrdinalIgnoreCase)) return named;
        var isOwn = named.Port == asked.Port || (named.IsDefaultPort && asked.IsDefaultPort);
        return isOwn ? new UriBuilder(named) { Scheme = Uri.UriSchemeHttps, Port = asked.Port }.Uri : named;
    }
}
