using System.Net;

namespace ImageSign.Primitives;

/// <summary>
/// The proxy that the environment names: HTTPS_PROXY for https, HTTP_PROXY for http, each in capitals or not, ALL_PROXY
/// where neither is set;
/// NO_PROXY as <see cref="ProxyBypass"/> has it. Where no variable is set, what the system has (Windows, macOS).
/// </summary>
internal sealed class EnvironmentProxy : IWebProxy
{
    private static readonly string[] Schemes = ["http", "https", "socks4", "socks4a", "socks5"];

    private readonly ProxyBypass _bypass;
    private readonly (string Variable, string Value)? _http;
    private readonly (string Variable, string Value)? _https;
    private readonly IWebProxy? _system;

    public EnvironmentProxy(Func<string, string?> variable)
    {
        _bypass = new ProxyBypass(First(variable, "NO_PROXY")?.Value ?? "");
        // A web server hands the header "Proxy:" of a request to its CGI programs in this variable (httpoxy).
        var isCgi = variable("REQUEST_METHOD") is { Length: > 0 };
        var all = First(variable, "ALL_PROXY");
        var http = isCgi ? null : First(variable, "HTTP_PROXY");
        var https = First(variable, "HTTPS_PROXY");
        (_http, _https) = http is null && https is null ? (all, all) : (http, https);
        if (_http is null && _https is null && (OperatingSystem.IsWindows() || OperatingSystem.IsMacOS()))
        {
            _system = HttpClient.DefaultProxy;
        }

        Credentials = new ProxyCredentials(this);
    }

    /// <inheritdoc />
    public ICredentials? Credentials { get; set; }

    /// <summary>The proxy of this process's environment.</summary>
    public static EnvironmentProxy Create() => new(Environment.GetEnvironmentVariable);

    /// <summary>The proxy on the way to <paramref name="destination"/>, without its user and password; null for none.</summary>
    public Uri? GetProxy(Uri destination)
    {
        if (_bypass.Covers(destination)) return null;
        if (_system is not null) return _system.IsBypassed(destination) ? null : _system.GetProxy(destination);
        return Read(destination) is { Proxy: { } proxy } ? new UriBuilder(proxy) { UserName = "", Password = "" }.Uri : null;
    }

    /// <inheritdoc />
    public bool IsBypassed(Uri host) => GetProxy(host) is null;

    /// <summary>Throws when the variable that counts for <paramref name="destination"/> names no proxy: a request never goes
    /// another way than its user said.</summary>
    public void RequireFor(Uri destination)
    {
        if (!_bypass.Covers(destination) && Read(destination) is { Problem: { } problem } read)
        {
            throw ErrorCodes.ProxyInvalid.With(read.Variable, problem);
        }
    }

    private (string Variable, Uri? Proxy, string? Problem)? Read(Uri destination)
    {
        if ((destination.Scheme == Uri.UriSchemeHttps ? _https : _http) is not var (variable, value)) return null;
        // httpproxy: what has no scheme is the host of an http proxy. What is wrong is said without the value, which may hold a password.
        var text = value.Contains("://", StringComparison.Ordinal) ? value : $"http://{value}";
        if (!Uri.TryCreate(text, UriKind.Absolute, out var proxy) || proxy.Host.Length == 0)
        {
            return (variable, null, "it is no address, such as http://HOST:PORT");
        }

        if (proxy.Scheme == "socks5h") proxy = new UriBuilder(proxy) { Scheme = "socks5" }.Uri;
        return Schemes.Contains(proxy.Scheme)
            ? (variable, proxy, null)
            : (variable, null, $"a proxy is reached by http, https or socks5, not by {proxy.Scheme}");
    }

    private static (string Variable, string Value)? First(Func<string, string?> variable, string name)
    {
        foreach (var spelling in (string[])[name, name.ToLowerInvariant()])
        {
            if (variable(spelling)?.Trim() is { Length: > 0 } value) return (spelling, value);
        }

        return null;
    }

    /// <summary>The user and password that stand in the proxy's address: for that proxy, and for nobody else.</summary>
    private sealed class ProxyCredentials(EnvironmentProxy proxy) : ICredentials
    {
        public NetworkCredential? GetCredential(Uri uri, string authType)
        {
            foreach (var scheme in (string[])["http", "https"])
            {
                if (proxy.Read(new Uri($"{scheme}://registry.invalid")) is not { Proxy: { UserInfo.Length: > 0 } own } || own.Authority != uri.Authority) continue;
                var parts = own.UserInfo.Split(':', 2);
                return new NetworkCredential(Uri.UnescapeDataString(parts[0]), parts.Length > 1 ? Uri.UnescapeDataString(parts[1]) : "");
            }

            return null;
        }
    }
}
