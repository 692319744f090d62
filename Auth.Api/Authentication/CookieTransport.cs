using Auth.Application.Backends;
using Auth.Application.Sessions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.OpenApi;

namespace Auth.Api.Authentication;

/// <summary>Carries the token in a cookie.</summary>
internal sealed class CookieTransport(AuthenticationBackendOptions backend, TimeSpan tokenLifetime) : ITransport
{
    private readonly BackendCookieOptions _cookie = backend.Cookie;
    private readonly TimeSpan? _maxAge = backend.Cookie.MaxAgeSeconds switch
    {
        0 => null,
        { } seconds => TimeSpan.FromSeconds(seconds),
        null => tokenLifetime,
    };

    /// <summary>False: a script cannot read an HTTP-only cookie, so it could not send its refresh token either.</summary>
    public bool CarriesRefreshTokens => false;

    public bool IsAddedByBrowsers => true;

    /// <summary>
    /// Returns the literal value of the cookie. Its name is case-sensitive. Of several cookies with the name, the last one counts.
    /// </summary>
    public string? FindToken(HttpRequest request) => CookieHeader.Find(request.Headers.Cookie, _cookie.Name);

    public IActionResult LoggedIn(HttpResponse response, IssuedTokens tokens)
    {
        response.Cookies.Append(_cookie.Name, tokens.AccessToken, Attributes(_maxAge));
        return new NoContentResult();
    }

    public IActionResult LoggedOut(HttpResponse response)
    {
        response.Cookies.Append(_cookie.Name, "", Attributes(TimeSpan.Zero));
        return new NoContentResult();
    }

    public OpenApiSecurityScheme ToSecurityScheme(string path) => new()
    {
        Type = SecuritySchemeType.ApiKey,
        In = ParameterLocation.Cookie,
        Name = _cookie.Name,
        Description = $"An access token in a cookie, which `/{path}/login` sets.",
    };

    private CookieOptions Attributes(TimeSpan? maxAge) => new()
    {
        MaxAge = maxAge,
        Path = _cookie.Path,
        Domain = _cookie.Domain,
        Secure = _cookie.Secure,
        HttpOnly = _cookie.HttpOnly,
        SameSite = _cookie.SameSite switch
        {
            CookieSameSite.Strict => SameSiteMode.Strict,
            CookieSameSite.None => SameSiteMode.None,
            _ => SameSiteMode.Lax,
        },
    };
}
