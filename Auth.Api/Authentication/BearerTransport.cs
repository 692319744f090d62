using System.Buffers;
using Auth.Api.Contracts;
using Auth.Application.Sessions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.OpenApi;

namespace Auth.Api.Authentication;

/// <summary>Carries the token in the <c>Authorization</c> header (RFC 6750 §2.1).</summary>
internal sealed class BearerTransport : ITransport
{
    /// <summary>The authentication scheme.</summary>
    public const string Scheme = "Bearer";

    private static readonly SearchValues<char> TokenCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~+/=");

    public bool CarriesRefreshTokens => true;

    public bool IsAddedByBrowsers => false;

    /// <summary>
    /// Parses the case-insensitive scheme, one space and one token. Only the first of several headers is read. A malformed header
    /// has no token.
    /// </summary>
    public static string? Find(HttpRequest request)
    {
        if (request.Headers.Authorization is not [{ } header, ..]
            || !header.StartsWith(Scheme + " ", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var token = header.AsSpan(Scheme.Length + 1);
        return token.IsEmpty || token.ContainsAnyExcept(TokenCharacters) ? null : token.ToString();
    }

    public string? FindToken(HttpRequest request) => Find(request);

    public IActionResult LoggedIn(HttpResponse response, IssuedTokens tokens) => new OkObjectResult(tokens.RefreshToken is null
        ? new StepUpResponse(tokens.AccessToken, tokens.ExpiresIn)
        : TokenResponse.From(tokens));

    public IActionResult LoggedOut(HttpResponse response) => new NoContentResult();

    public OpenApiSecurityScheme ToSecurityScheme(string path) => new()
    {
        Type = SecuritySchemeType.OAuth2,
        Description = "An access token in the header `Authorization: Bearer …` (RFC 6750). The login issues the token.",
        Flows = new OpenApiOAuthFlows
        {
            Password = new OpenApiOAuthFlow
            {
                TokenUrl = new Uri($"/{path}/login", UriKind.Relative),
                RefreshUrl = new Uri($"/{path}/refresh", UriKind.Relative),
                Scopes = new Dictionary<string, string>(),
            },
        },
    };
}
