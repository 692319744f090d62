using Auth.Api.Hosting;
using Auth.Application;
using Auth.Application.Login.External;
using Microsoft.Extensions.Options;

namespace Auth.Api.Authentication;

/// <summary>The routes of an external provider, under one path.</summary>
/// <param name="Provider">The provider.</param>
/// <param name="Path">The path.</param>
/// <param name="Backend">The backend that responds to a login; null for the association with a signed-in user.</param>
/// <param name="Rules">Which user an account belongs to.</param>
/// <param name="RedirectUri">The configured redirect URI, if any.</param>
public sealed record ExternalMount(
    IExternalProvider Provider, string Path, AuthenticationBackend? Backend, AccountRules Rules, string? RedirectUri);

/// <summary>The name of an operation in the OpenAPI document, where several routes have the same name in fastapi-users.</summary>
internal sealed record OperationName(string Value);

/// <summary>The routes of the external providers of <c>Auth:ExternalProviders</c>.</summary>
public sealed class ExternalMounts
{
    private readonly string? _publicUrl;

    /// <summary>Creates the routes.</summary>
    /// <exception cref="StartupException">A route names an unknown backend, or the public URL is missing.</exception>
    public ExternalMounts(
        IServiceProvider services, AuthenticationBackends backends, ExternalProviders providers, IHostEnvironment environment)
    {
        // The settings include those of HTTP, which are internal.
        _publicUrl = services.GetRequiredService<IOptions<AuthApiOptions>>().Value.PublicUrl?.TrimEnd('/');
        Logins = [.. providers.All.SelectMany(provider => provider.Settings.Mounts.Select(mount => new ExternalMount(
            provider, mount.Path, Find(backends, provider, mount), new(mount.AssociateByEmail, mount.IsVerifiedByDefault),
            mount.RedirectUri)))];
        Associations = [.. from provider in providers.All
                           where provider.Settings.AssociatePath is not null
                           select new ExternalMount(
                               provider, provider.Settings.AssociatePath!, Backend: null, new(false, false),
                               provider.Settings.AssociateRedirectUri)];
        if (_publicUrl is null && !environment.IsDevelopment() && Logins.Concat(Associations).Any(mount => mount.RedirectUri is null))
        {
            throw new StartupException(
                "Auth:PublicUrl must be set to the URL of the service for external logins: https://auth.example.com.");
        }
    }

    /// <summary>The login routes.</summary>
    public IReadOnlyList<ExternalMount> Logins { get; }

    /// <summary>The routes with which a signed-in user links an account.</summary>
    public IReadOnlyList<ExternalMount> Associations { get; }

    /// <summary>Returns the redirect URI. Its host is configured. Only in Development, it can be the host of the request.</summary>
    public string RedirectUriOf(ExternalMount mount, HttpRequest request) => mount.RedirectUri
        ?? $"{_publicUrl ?? $"{request.Scheme}://{request.Host.ToUriComponent()}{request.PathBase}"}/{mount.Path}/callback";

    private static AuthenticationBackend Find(
        AuthenticationBackends backends, IExternalProvider provider, ExternalMountOptions mount) =>
        mount.Backend is null ? backends.All[0]
        : backends.All.FirstOrDefault(backend => backend.Name == mount.Backend)
        ?? throw new StartupException(
            $"Auth:ExternalProviders:{provider.Name}:Mounts has the Backend {mount.Backend}. It must be one of: "
            + $"{string.Join(", ", backends.All.Select(backend => backend.Name))}.");
}
