using Microsoft.AspNetCore.Http;

namespace ImageSign.Testing.Faults;

/// <summary>One thing that goes wrong: a step of the pipeline, which may spoil, delay or replace what comes after it.</summary>
public interface IFault
{
    /// <summary>Handles the request, calling <paramref name="next"/> where the honest registry should have its say.</summary>
    Task ApplyAsync(HttpContext context, RequestDelegate next);
}
