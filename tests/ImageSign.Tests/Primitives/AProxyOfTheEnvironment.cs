using ImageSign.Primitives;

namespace ImageSign.Tests.Primitives;

/// <summary>The expectations are those of Go's httpproxy, which docker, podman, cosign, notation and crane use.</summary>
public sealed class AProxyOfTheEnvironment
{
    private const string Proxy = "http://proxy.example:3128";

    [Theory]
    [InlineData("10.1.2.3", "https://10.1.2.3/")]
    [InlineData("10.1.2.3:5000", "https://10.1.2.3:5000/")]
    [InlineData("10.0.0.0/8", "https://10.1.2.3:5000/")]
    [InlineData("10.9.9.9/8", "https://10.1.2.3/")]
    [InlineData("fd00::/8", "https://[fd00::1]:5000/")]
    [InlineData("fd00::1", "https://[fd00::1]/")]
    [InlineData("[fd00::1]:5000", "https://[fd00::1]:5000/")]
    [InlineData("*", "https://registry.corp.example/")]
    [InlineData("corp.example", "https://corp.example/")]
    [InlineData("corp.example", "https://registry.corp.example/")]
    [InlineData("corp.example:443", "https://registry.corp.example/")]
    [InlineData(".corp.example", "https://registry.corp.example/")]
    [InlineData("*.corp.example:5000", "https://registry.corp.example:5000/")]
    [InlineData(" localhost , CORP.example ", "https://Registry.Corp.Example/")]
    [InlineData("", "https://localhost:5000/")]
    [InlineData("", "http://127.8.9.10/")]
    [InlineData("", "https://[::1]:5000/")]
    public void Is_not_asked_for_what_NO_PROXY_names(string bypass, string address) =>
        Assert.Null(ProxyOf(address, ("HTTPS_PROXY", Proxy), ("HTTP_PROXY", Proxy), ("NO_PROXY", bypass)));

    [Theory]
    [InlineData("", "https://registry.corp.example/")]
    [InlineData("10.2.0.0/16", "https://10.1.2.3/")]
    [InlineData("10.1.2.3:1", "https://10.1.2.3/")]
    [InlineData("corp.example:1", "https://registry.corp.example/")]
    [InlineData(".corp.example", "https://corp.example/")]
    [InlineData("*.corp.example", "https://corp.example/")]
    [InlineData("orp.example", "https://registry.corp.example/")]
    [InlineData("registry", "https://registry.corp.example/")]
    [InlineData("10.0.0.0/99,/,:,[]", "https://10.1.2.3/")]
    public void Is_asked_for_everything_else(string bypass, string address) =>
        Assert.Equal(new Uri(Proxy), ProxyOf(address, ("HTTPS_PROXY", Proxy), ("NO_PROXY", bypass)));

    [Theory]
    [InlineData("https://r.example/", "HTTPS_PROXY", true)]
    [InlineData("https://r.example/", "https_proxy", true)]
    [InlineData("https://r.example/", "HTTP_PROXY", false)]
    [InlineData("http://r.example/", "http_proxy", true)]
    [InlineData("http://r.example/", "HTTPS_PROXY", false)]
    [InlineData("http://r.example/", "ALL_PROXY", true)]
    [InlineData("https://r.example/", "all_proxy", true)]
    public void Is_the_one_for_the_scheme(string address, string variable, bool isAsked) =>
        Assert.Equal(isAsked, ProxyOf(address, (variable, "proxy.example:3128")) is { Host: "proxy.example", Port: 3128 });

    [Fact]
    public void Is_told_its_user_and_password_and_nobody_else_is()
    {
        var proxy = With(("HTTPS_PROXY", "http://me:p%40ss@proxy.example:3128"));
        var address = proxy.GetProxy(new Uri("https://r.example/"))!;

        Assert.Equal("", address.UserInfo);
        Assert.Equal("p@ss", proxy.Credentials!.GetCredential(address, "Basic")!.Password);
        Assert.Null(proxy.Credentials.GetCredential(new Uri("http://other.example:3128"), "Basic"));
    }

    [Theory]
    [InlineData("http://me:secret@")]
    [InlineData("http://me:secret@host:99999")]
    [InlineData("ftp://me:secret@host")]
    [InlineData("://secret")]
    public void That_is_none_is_refused_without_showing_it(string value)
    {
        var proxy = With(("https_proxy", value), ("NO_PROXY", "direct.example"));

        var refusal = Assert.Throws<ImageSignException>(() => proxy.RequireFor(new Uri("https://r.example/")));

        Assert.Equal(ErrorCodes.ProxyInvalid, refusal.Code);
        Assert.Contains("https_proxy", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", refusal.ToString(), StringComparison.Ordinal);
        proxy.RequireFor(new Uri("https://direct.example/"));
        proxy.RequireFor(new Uri("https://localhost/"));
        proxy.RequireFor(new Uri("http://r.example/"));
    }

    [Fact]
    public void Is_not_taken_from_a_header_of_a_web_request() =>
        Assert.Null(ProxyOf("http://r.example/", ("HTTP_PROXY", Proxy), ("REQUEST_METHOD", "GET")));

    private static Uri? ProxyOf(string address, params (string Name, string Value)[] variables) =>
        With(variables).GetProxy(new Uri(address));

    private static EnvironmentProxy With(params (string Name, string Value)[] variables) =>
        new(name => Array.Find(variables, variable => variable.Name == name).Value);
}
