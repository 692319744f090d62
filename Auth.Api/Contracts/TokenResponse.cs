using System.ComponentModel.DataAnnotations;
using Auth.Application.Sessions;

namespace Auth.Api.Contracts;

/// <summary>A token that was issued (RFC 6749 §5.1).</summary>
/// <param name="AccessToken">The token, for the header <c>Authorization: Bearer …</c>.</param>
/// <param name="RefreshToken">Gets another pair of tokens, once (RFC 6749 §6).</param>
/// <param name="ExpiresIn">How long the access token is good, in seconds.</param>
public sealed record TokenResponse(string AccessToken, string RefreshToken, int ExpiresIn)
{
    /// <summary>Always <c>bearer</c> (RFC 6750).</summary>
    [AllowedValues("bearer")]
    public string TokenType { get; } = "bearer";

    /// <summary>What clients see of <paramref name="tokens"/>.</summary>
    public static TokenResponse From(IssuedTokens tokens) => new(tokens.AccessToken, tokens.RefreshToken, tokens.ExpiresIn);
}
