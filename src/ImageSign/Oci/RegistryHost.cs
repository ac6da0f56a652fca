using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace ImageSign.Oci;

/// <summary>A registry's host with its port: what is one, and the one spelling that stands for it everywhere.</summary>
internal static partial class RegistryHost
{
    /// <summary>How references name Docker Hub, whatever its servers are called.</summary>
    public const string DockerHub = "docker.io";

    /// <summary>Longest host, in characters: RFC 1035, section 2.3.4, has 255 octets for a name, and .NET resolves no longer one.</summary>
    private const int MaxLength = 255;

    private const string WhatAHostIs = "a host is a name or an address, with :PORT where it needs one";

    /// <summary>The spelling to compare: names of hosts have no case, and Docker Hub has several.</summary>
    public static string Canonical(string host)
    {
        var lower = host.ToLowerInvariant();
        return lower is "index.docker.io" or "registry-1.docker.io" ? DockerHub : lower;
    }

    /// <summary>True for two spellings of the same host.</summary>
    public static bool AreSame(string one, string other) => string.Equals(Canonical(one), Canonical(other), StringComparison.Ordinal);

    /// <summary>Why <paramref name="host"/> is no registry host, or null when it is one, which every address that is made of
    /// it can rely on.</summary>
    public static string? Problem(string host)
    {
        if (Form().Match(host) is not { Success: true } match)
        {
            return $"'{host}' is not a registry host ({(host.Count(':') > 1 && !host.StartsWith('[')
                ? "an IPv6 address stands in brackets"
                : WhatAHostIs)})";
        }

        if (match.Groups["port"] is { Success: true } port && !IsPort(port.ValueSpan))
        {
            return $"'{port.Value}' is not a port (1 to {IPEndPoint.MaxPort})";
        }

        if (match.Groups["six"] is { Success: true } six && !(IPAddress.TryParse(six.Value, out var address) && address.AddressFamily == AddressFamily.InterNetworkV6))
        {
            return $"'{six.Value}' is not an IPv6 address";
        }

        // What the pattern lets through and the platform may not.
        var isAddress = host.Length <= MaxLength && Uri.TryCreate($"https://{host}/v2/", UriKind.Absolute, out _);
        return isAddress ? null : $"'{host}' is not a registry host ({WhatAHostIs})";
    }

    private static bool IsPort(ReadOnlySpan<char> digits) =>
        int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and <= IPEndPoint.MaxPort;

    [GeneratedRegex(
        @"\A(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*|\[(?<six>[0-9a-fA-F:.]+)\])" +
        @"(?::(?<port>[0-9]+))?\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Form();
}
