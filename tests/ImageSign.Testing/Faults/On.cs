using System.IO.Enumeration;
using Microsoft.AspNetCore.Http;

namespace ImageSign.Testing.Faults;

/// <summary>Predicates for rules. A path pattern knows <c>*</c> (any characters, slashes too) and <c>?</c> (one character).</summary>
public static class On
{
    /// <summary>Every request.</summary>
    public static Func<HttpRequest, bool> Any { get; } = _ => true;

    /// <summary>GET of a path.</summary>
    public static Func<HttpRequest, bool> Get(string pathPattern) => Request(HttpMethods.Get, pathPattern);

    /// <summary>HEAD of a path.</summary>
    public static Func<HttpRequest, bool> Head(string pathPattern) => Request(HttpMethods.Head, pathPattern);

    /// <summary>PUT of a path.</summary>
    public static Func<HttpRequest, bool> Put(string pathPattern) => Request(HttpMethods.Put, pathPattern);

    /// <summary>POST of a path.</summary>
    public static Func<HttpRequest, bool> Post(string pathPattern) => Request(HttpMethods.Post, pathPattern);

    /// <summary>Any method of a path.</summary>
    public static Func<HttpRequest, bool> Path(string pathPattern) =>
        request => FileSystemName.MatchesSimpleExpression(pathPattern, request.Path.Value, ignoreCase: false);

    /// <summary>One method of a path.</summary>
    public static Func<HttpRequest, bool> Request(string method, string pathPattern)
    {
        var path = Path(pathPattern);
        return request => HttpMethods.Equals(request.Method, method) && path(request);
    }
}
