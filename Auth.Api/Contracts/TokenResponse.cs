using System.ComponentModel.DataAnnotations;
using Auth.Application.Sessions;

namespace Auth.Api.Contracts;

/// <summary>The issued tokens (RFC 6749 §5.1).</summary>
/// <param name="AccessToken">The access token, for the header <c>Authorization: Bearer …</c>.</param>
/// <param name="RefreshToken">The single-use refresh token (RFC 6749 §6).</param>
/// <param name="ExpiresIn">The lifetime of the access token, in seconds.</param>
public sealed record TokenResponse(string AccessToken, string RefreshToken, int ExpiresIn)
{
    /// <summary>Always <c>bearer</c> (RFC 6750).</summary>
    [AllowedValues("bearer")]
    public string TokenType { get; } = "bearer";

    /// <summary>Converts <paramref name="tokens"/> to a response.</summary>
    public static TokenResponse From(IssuedTokens tokens) =>
        new(tokens.AccessToken, tokens.RefreshToken!, tokens.ExpiresIn);
}
