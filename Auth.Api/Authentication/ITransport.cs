using Auth.Application.Sessions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.OpenApi;

namespace Auth.Api.Authentication;

/// <summary>Defines how requests and responses carry the access token of an authentication backend.</summary>
public interface ITransport
{
    /// <summary>
    /// Whether browsers add the token to requests by themselves. Such requests are protected against cross-site request forgery.
    /// </summary>
    bool IsAddedByBrowsers { get; }

    /// <summary>Returns the access token of a request; null if it has none.</summary>
    string? FindToken(HttpRequest request);

    /// <summary>
    /// Whether responses carry refresh tokens. A backend without them has no routes to refresh and revoke, and its sessions end with
    /// their access tokens.
    /// </summary>
    bool CarriesRefreshTokens { get; }

    /// <summary>Returns the response to a login.</summary>
    IActionResult LoggedIn(HttpResponse response, IssuedTokens tokens);

    /// <summary>Returns the response to a logout.</summary>
    IActionResult LoggedOut(HttpResponse response);

    /// <summary>Describes the transport in the OpenAPI document.</summary>
    /// <param name="path">The path of the backend's routes.</param>
    OpenApiSecurityScheme ToSecurityScheme(string path);
}
