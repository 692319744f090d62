using Auth.Application;
using Auth.Application.Backends;
using Auth.Application.Login;
using Microsoft.Extensions.Options;

namespace Auth.Api.Authentication;

/// <summary>An authentication backend, as in fastapi-users.</summary>
/// <param name="Name">The name, which is part of the route names.</param>
/// <param name="Path">The path of its routes.</param>
/// <param name="Transport">Carries the token.</param>
/// <param name="Strategy">Defines the token.</param>
public sealed record AuthenticationBackend(string Name, string Path, ITransport Transport, ITokenStrategy Strategy)
{
    /// <summary>
    /// The name of the security scheme in the OpenAPI document. A first backend with bearer tokens has the name of their scheme.
    /// </summary>
    public string SecurityScheme { get; init; } = Name;

    /// <summary>Returns the target of a login with this backend.</summary>
    /// <param name="request">The request, whose device token identifies the client.</param>
    /// <param name="otp">The code of a second factor, if any.</param>
    public LoginTarget TargetOf(HttpRequest request, string? otp = null) =>
        new(Name, Strategy, Transport.CarriesRefreshTokens, DeviceCookie.Of(request), otp);

    /// <summary>Returns the backend whose route a request matches.</summary>
    public static AuthenticationBackend OfRoute(HttpContext context) =>
        context.GetEndpoint()!.Metadata.GetRequiredMetadata<AuthenticationBackend>();
}

/// <summary>A transport that backends can name in their settings.</summary>
/// <param name="Name">The value of <see cref="AuthenticationBackendOptions.Transport"/>.</param>
/// <param name="Create">Creates the transport of a backend, a singleton.</param>
public sealed record TransportRegistration(
    string Name, Func<IServiceProvider, AuthenticationBackendOptions, ITokenStrategy, ITransport> Create);

/// <summary>The authentication backends of <c>Auth:Backends</c>, in their order.</summary>
public sealed class AuthenticationBackends
{
    /// <summary>Creates the backends.</summary>
    /// <exception cref="StartupException">A backend names an unknown transport or strategy.</exception>
    public AuthenticationBackends(
        IServiceProvider services,
        IOptions<AuthOptions> options,
        IEnumerable<TransportRegistration> transports,
        IEnumerable<TokenStrategyRegistration> strategies)
    {
        var configured = options.Value.Backends;
        All = [.. configured.Select(Create)];

        AuthenticationBackend Create(AuthenticationBackendOptions backend)
        {
            var strategy = Find(strategies, one => one.Name, backend.Strategy, nameof(backend.Strategy)).Create(services, backend);
            var transport = Find(transports, one => one.Name, backend.Transport, nameof(backend.Transport))
                .Create(services, backend, strategy);
            var scheme = transport is BearerTransport && backend == configured[0] ? BearerTransport.Scheme : backend.Name;
            return new(backend.Name, backend.Path, transport, strategy) { SecurityScheme = scheme };
        }
    }

    /// <summary>The backends, in the order in which they authenticate a request.</summary>
    public IReadOnlyList<AuthenticationBackend> All { get; }

    /// <summary>Whether browsers add the token of a backend to requests by themselves.</summary>
    public bool UseCookies => All.Any(backend => backend.Transport.IsAddedByBrowsers);

    private static T Find<T>(IEnumerable<T> registered, Func<T, string> nameOf, string name, string setting) =>
        registered.FirstOrDefault(one => string.Equals(nameOf(one), name, StringComparison.OrdinalIgnoreCase))
        ?? throw new StartupException(
            $"Auth:Backends has the {setting} {name}. It must be one of: {string.Join(", ", registered.Select(nameOf))}.");
}
