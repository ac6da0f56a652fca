using System.Net;

namespace ImageSign.Stores.Registry;

/// <summary>How a registry host is reached: its address, and whether plain http is allowed. What was found to work is remembered.</summary>
internal sealed class RegistryEndpoint
{
    private const string DockerHub = "docker.io";
    private const string InsecureVariable = "DOTNET_CONTAINER_INSECURE_REGISTRIES";

    private readonly string[] _schemes;
    private int _scheme;

    private RegistryEndpoint(string host, string[] schemes, bool insecure)
    {
        Host = host;
        Authority = host == DockerHub ? "registry-1.docker.io" : host;
        _schemes = schemes;
        IsInsecure = insecure;
    }

    /// <summary>The host with its port, as references name it.</summary>
    public string Host { get; }

    /// <summary>The host with its port that requests go to.</summary>
    public string Authority { get; }

    /// <summary>True when the user allowed an untrusted certificate and plain http for this host.</summary>
    public bool IsInsecure { get; }

    /// <summary>True when another scheme may be tried.</summary>
    public bool CanFallBack => _scheme + 1 < _schemes.Length && !Answered;

    /// <summary>True once the host answered anything in the current scheme.</summary>
    public bool Answered { get; set; }

    /// <summary>The base address, <c>https://host/v2/</c>.</summary>
    public Uri BaseAddress => new($"{_schemes[_scheme]}://{Authority}/v2/");

    public static RegistryEndpoint Of(string host, RegistryOptions options)
    {
        var listed = options.InsecureRegistries.Concat((System.Environment.GetEnvironmentVariable(InsecureVariable) ?? "").Split([';', ','], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
        if (listed.Contains(host, StringComparer.OrdinalIgnoreCase)) return new RegistryEndpoint(host, ["https", "http"], insecure: true);
        return IsLoopback(host) ? new RegistryEndpoint(host, ["http", "https"], insecure: false) : new RegistryEndpoint(host, ["https"], insecure: false);
    }

    /// <summary>localhost and the loopback addresses: traffic that does not leave the machine.</summary>
    public static bool IsLoopback(string authority)
    {
        var host = new Uri($"http://{authority}").Host;
        return string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
    }

    /// <summary>Moves on to the next scheme.</summary>
    public void FallBack() => _scheme++;
}
