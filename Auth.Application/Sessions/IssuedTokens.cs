namespace Auth.Application.Sessions;

/// <summary>The tokens of a session (RFC 6749 §5.1).</summary>
/// <param name="AccessToken">Opens the routes.</param>
/// <param name="RefreshToken">Gets another pair, once.</param>
/// <param name="ExpiresIn">How long the access token is good, in seconds.</param>
public sealed record IssuedTokens(string AccessToken, string RefreshToken, int ExpiresIn);
