using System.Text;
using Microsoft.AspNetCore.Http;

namespace ImageSign.Testing.Faults;

/// <summary>Serves the honest text with something changed in it, framed as it is.</summary>
public sealed class RewriteBodyFault(Func<string, string> rewrite) : IFault
{
    /// <inheritdoc/>
    public async Task ApplyAsync(HttpContext context, RequestDelegate next)
    {
        var body = await ResponseCapture.RunAsync(context, next);
        await ResponseCapture.SendAsync(context, Encoding.UTF8.GetBytes(rewrite(Encoding.UTF8.GetString(body))));
    }
}
