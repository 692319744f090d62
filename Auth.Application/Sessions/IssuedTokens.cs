namespace Auth.Application.Sessions;

/// <summary>The tokens of a session (RFC 6749 §5.1).</summary>
/// <param name="AccessToken">The token that authorizes requests.</param>
/// <param name="RefreshToken">The single-use token that is exchanged for new tokens.</param>
/// <param name="ExpiresIn">The lifetime of the access token in seconds.</param>
public sealed record IssuedTokens(string AccessToken, string RefreshToken, int ExpiresIn);
