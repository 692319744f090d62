namespace Auth.Application.Tokens;

/// <summary>How tokens are signed: <c>Auth:Jwt</c>.</summary>
public sealed class JwtOptions
{
    /// <summary>The fewest bytes that an HS256 secret may have (RFC 7518 §3.2).</summary>
    public const int ShortestSecret = 32;

    /// <summary>The HS256 secret of access, verification and reset tokens, at least 32 bytes in UTF-8.</summary>
    public string? Secret { get; set; }

    /// <summary>
    /// A file that holds the secret, for Docker's and Kubernetes' secrets. One line's end after it is not part of it.
    /// </summary>
    public string? SecretFile { get; set; }

    /// <summary>How long an access token is good, in seconds.</summary>
    public int LifetimeSeconds { get; set; } = 3600;

    /// <summary>
    /// Whether access tokens without a session are good, as fastapi-users signs them: until their user's password is changed
    /// here, or when they were issued after that.
    /// </summary>
    public bool AcceptTokensWithoutSession { get; set; } = true;

    /// <summary>How long a verification token is good, in seconds.</summary>
    public int VerificationLifetimeSeconds { get; set; } = 3600;

    /// <summary>How long a reset token is good, in seconds.</summary>
    public int ResetLifetimeSeconds { get; set; } = 3600;
}
