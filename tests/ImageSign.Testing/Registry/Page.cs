using Microsoft.AspNetCore.Http;

namespace ImageSign.Testing.Registry;

/// <summary>One page of a sorted list of names, and the Link to the next.</summary>
internal static class Page
{
    /// <summary>Cuts the page that <c>n</c> and <c>last</c> ask for, and sets the Link header while there is more.</summary>
    public static IReadOnlyList<string> Cut(HttpContext context, IEnumerable<string> names, int? cap = null)
    {
        var rest = names.Order(StringComparer.Ordinal).SkipWhile(name => !IsAfterLast(name)).ToList();
        var size = Math.Min(Asked() ?? int.MaxValue, cap ?? int.MaxValue);
        if (size >= rest.Count)
        {
            return rest;
        }

        if (size > 0)
        {
            context.Response.Headers.Link = $"<{context.Request.Path}?n={size}&last={Uri.EscapeDataString(rest[size - 1])}>; rel=\"next\"";
        }

        return rest[..size];

        bool IsAfterLast(string name) => context.QueryValue("last") is not { } last || string.CompareOrdinal(name, last) > 0;
        int? Asked() => int.TryParse(context.QueryValue("n"), out var asked) && asked >= 0 ? asked : null;
    }
}
