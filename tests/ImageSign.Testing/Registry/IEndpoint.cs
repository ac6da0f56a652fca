using Microsoft.AspNetCore.Http;

namespace ImageSign.Testing.Registry;

/// <summary>Answers the requests of one kind; throws <see cref="RegistryException"/> to refuse.</summary>
internal interface IEndpoint
{
    Task HandleAsync(HttpContext context, RegistryRoute route);
}
