namespace Auth.Application.Tokens;

/// <summary>How tokens are signed: <c>Auth:Jwt</c>.</summary>
public sealed class JwtOptions
{
    /// <summary>The fewest bytes that an HS256 secret may have (RFC 7518 §3.2).</summary>
    public const int ShortestSecret = 32;

    /// <summary>
    /// The HS256 secret of verification and reset tokens, and of access tokens unless there is a <see cref="SigningKey"/>; at
    /// least 32 bytes in UTF-8.
    /// </summary>
    public string? Secret { get; set; }

    /// <summary>
    /// A file that holds the secret, for Docker's and Kubernetes' secrets. One line's end after it is not part of it.
    /// </summary>
    public string? SecretFile { get; set; }

    /// <summary>
    /// Secrets that verify but do not sign, while <see cref="Secret"/> is being replaced: the next one, then the one before.
    /// </summary>
    public IList<string> VerificationSecrets { get; } = [];

    /// <summary>Files that hold one more of <see cref="VerificationSecrets"/> each.</summary>
    public IList<string> VerificationSecretFiles { get; } = [];

    /// <summary>
    /// The private key that signs access tokens, in PEM and not encrypted: RSA of 2048 bits at least, or EC on P-256. Without
    /// one, <see cref="Secret"/> signs them too.
    /// </summary>
    public string? SigningKey { get; set; }

    /// <summary>A file that holds <see cref="SigningKey"/>.</summary>
    public string? SigningKeyFile { get; set; }

    /// <summary>What <see cref="SigningKey"/> signs by; null for ES256 or RS256, whichever it fits.</summary>
    public JwtAlgorithm? SigningAlgorithm { get; set; }

    /// <summary>
    /// Keys that verify access tokens but do not sign them, public or private, in PEM: the next one, then the one before. RSA
    /// keys are for <see cref="SigningAlgorithm"/> where that is one of RSA's, else for RS256, unless <c>PS256:</c> or
    /// <c>RS256:</c> stands before them.
    /// </summary>
    public IList<string> VerificationKeys { get; } = [];

    /// <summary>Files that hold one more of <see cref="VerificationKeys"/> each.</summary>
    public IList<string> VerificationKeyFiles { get; } = [];

    /// <summary>
    /// The claim <c>iss</c> of all tokens; a token that names another issuer is refused, one that names none is not. Null for
    /// tokens that name none, and then whatever a token names is good.
    /// </summary>
    public string? Issuer { get; set; }

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

    /// <summary>The lifetime of a token that restores a previous e-mail address, in seconds.</summary>
    public int RecoverEmailLifetimeSeconds { get; set; } = 72 * 3600;
}
