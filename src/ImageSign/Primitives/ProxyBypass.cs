using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace ImageSign.Primitives;

/// <summary>
/// NO_PROXY as Go's httpproxy reads it, and with it docker, podman, cosign, notation and crane: names, domains,
/// addresses and networks between
/// commas, each but a network with a port if wanted, or <c>*</c>. .NET itself knows neither networks nor ports nor <c>*</c>.
/// </summary>
internal sealed class ProxyBypass
{
    private readonly List<(IPNetwork Network, string Port)> _networks = [];
    private readonly List<(string Domain, bool Itself, string Port)> _domains = [];
    private readonly bool _all;

    public ProxyBypass(string text)
    {
        foreach (var entry in text.ToLowerInvariant().Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (entry == "*") _all = true;
            else if (Network(entry) is { } network) _networks.Add((network, ""));
            else Add(entry);
        }
    }

    /// <summary>True when <paramref name="address"/> is reached directly. The machine itself always is.</summary>
    public bool Covers(Uri address)
    {
        var host = address.IdnHost.Trim('[', ']').ToLowerInvariant();
        var port = address.Port.ToString(CultureInfo.InvariantCulture);
        if (_all || host == "localhost") return true;
        if (!IPAddress.TryParse(host, out var number))
        {
            return _domains.Exists(entry => Fits(entry.Port, port)
                && (host.EndsWith(entry.Domain, StringComparison.Ordinal) || (entry.Itself && $".{host}" == entry.Domain)));
        }

        if (number.IsIPv4MappedToIPv6) number = number.MapToIPv4();
        return IPAddress.IsLoopback(number) || _networks.Exists(entry => Fits(entry.Port, port) && entry.Network.Contains(number));
    }

    private static bool Fits(string wanted, string port) => wanted.Length == 0 || wanted == port;

    private void Add(string entry)
    {
        var (host, port) = Split(entry);
        if (host.Length == 0) return;
        if (IsNumber(host, out var number))
        {
            _networks.Add((new IPNetwork(number, number.AddressFamily == AddressFamily.InterNetwork ? 32 : 128), port));
            return;
        }

        // httpproxy: "*.example.com" and ".example.com" match subdomains only, "example.com" matches itself and its subdomains.
        if (host.StartsWith("*.", StringComparison.Ordinal)) host = host[1..];
        var itself = host[0] != '.';
        _domains.Add((itself ? $".{host}" : host, itself, port));
    }

    /// <summary>Host and port, as Go's net.SplitHostPort: an address with several colons and no brackets has no port.</summary>
    private static (string Host, string Port) Split(string entry)
    {
        var colon = entry.LastIndexOf(':');
        var hasPort = colon >= 0 && (entry.IndexOf(':', StringComparison.Ordinal) == colon || (entry[0] == '[' && entry[colon - 1] == ']'));
        return hasPort ? (entry[..colon].Trim('[', ']'), entry[(colon + 1)..]) : (entry.Trim('[', ']'), "");
    }

    private static IPNetwork? Network(string entry)
    {
        var slash = entry.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0 || !IsNumber(entry[..slash], out var number)) return null;
        var bytes = number.GetAddressBytes();
        if (!int.TryParse(entry.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var length) || length > bytes.Length * 8) return null;
        // Go masks the bits behind the prefix, where .NET would refuse them.
        for (var bit = length; bit < bytes.Length * 8; bit++) bytes[bit / 8] &= (byte)~(0x80 >> (bit % 8));
        return new IPNetwork(new IPAddress(bytes), length);
    }

    // .NET also takes 10 and 0x7f.1 for addresses, Go does not.
    private static bool IsNumber(string text, out IPAddress number)
    {
        var found = IPAddress.TryParse(text, out var parsed)
            && (parsed.AddressFamily == AddressFamily.InterNetworkV6 || text.Count('.') == 3);
        number = found ? parsed!.IsIPv4MappedToIPv6 ? parsed.MapToIPv4() : parsed : IPAddress.None;
        return found;
    }
}
