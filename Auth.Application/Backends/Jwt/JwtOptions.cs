using System.ComponentModel.DataAnnotations;

namespace Auth.Application.Backends.Jwt;

/// <summary>The signing and the lifetimes of tokens: <c>Auth:Jwt</c>.</summary>
public sealed class JwtOptions : IValidatableObject
{
    /// <summary>The minimum length of an HS256 secret in bytes (RFC 7518 §3.2).</summary>
    public const int ShortestSecret = 32;

    /// <summary>
    /// The HS256 secret for tokens in mails, and for access tokens unless <see cref="SigningKey"/> is set. The minimum length is
    /// 32 bytes in UTF-8.
    /// </summary>
    public string? Secret { get; set; }

    /// <summary>
    /// The path of a file that contains the secret, for Docker and Kubernetes secrets. One trailing line break is ignored.
    /// </summary>
    public string? SecretFile { get; set; }

    /// <summary>
    /// Secrets that only verify while <see cref="Secret"/> is being replaced: first the new secret, later the old secret.
    /// </summary>
    public IList<string> VerificationSecrets { get; } = [];

    /// <summary>The paths of files that each contain one of the <see cref="VerificationSecrets"/>.</summary>
    public IList<string> VerificationSecretFiles { get; } = [];

    /// <summary>
    /// The last day, in UTC, on which verification secrets under 32 bytes verify tokens that fastapi-users has issued. It is at most
    /// 90 days ahead. Null accepts no such secrets.
    /// </summary>
    public DateOnly? WeakSecretsUntil { get; set; }

    /// <summary>
    /// The private key that signs access tokens, unencrypted in PEM: RSA with at least 2048 bits, or EC on P-256. Without a key,
    /// <see cref="Secret"/> signs access tokens.
    /// </summary>
    public string? SigningKey { get; set; }

    /// <summary>The path of a file that contains <see cref="SigningKey"/>.</summary>
    public string? SigningKeyFile { get; set; }

    /// <summary>The algorithm of <see cref="SigningKey"/>; null for ES256 or RS256, depending on the type of the key.</summary>
    [EnumDataType(typeof(JwtAlgorithm), ErrorMessage = "{0} must be ES256, RS256 or PS256.")]
    public JwtAlgorithm? SigningAlgorithm { get; set; }

    /// <summary>
    /// Public or private keys in PEM that only verify access tokens while the signing key is being replaced: first the new key,
    /// later the old key. An RSA key with the prefix <c>PS256:</c> or <c>RS256:</c> uses that algorithm. Without a prefix, it
    /// uses <see cref="SigningAlgorithm"/> if that is an RSA algorithm, else RS256.
    /// </summary>
    public IList<string> VerificationKeys { get; } = [];

    /// <summary>The paths of files that each contain one of the <see cref="VerificationKeys"/>.</summary>
    public IList<string> VerificationKeyFiles { get; } = [];

    /// <summary>The audience of access tokens, which is written and required: the claim <c>aud</c>.</summary>
    [Required] public string Audience { get; set; } = JwtCodec.AccessAudience;

    /// <summary>
    /// The claim <c>iss</c> of all tokens. A token with another issuer is refused; a token without an issuer is accepted. If the
    /// setting is null, issued tokens have no issuer, and any issuer is accepted.
    /// </summary>
    public string? Issuer { get; set; }

    /// <summary>The lifetime of an access token in seconds.</summary>
    [Range(1, AuthOptions.LongestLifetimeSeconds)] public int LifetimeSeconds { get; set; } = 3600;

    /// <summary>
    /// Whether to accept access tokens without a session, which fastapi-users issues. After a user's password is changed in this
    /// service, only tokens that were issued after the change are accepted.
    /// </summary>
    public bool AcceptTokensWithoutSession { get; set; } = true;

    /// <summary>The lifetime of a verification token in seconds.</summary>
    [Range(1, AuthOptions.LongestLifetimeSeconds)] public int VerificationLifetimeSeconds { get; set; } = 3600;

    /// <summary>The lifetime of a reset token in seconds.</summary>
    [Range(1, AuthOptions.LongestLifetimeSeconds)] public int ResetLifetimeSeconds { get; set; } = 3600;

    /// <summary>The lifetime in seconds of a token that restores a previous e-mail address.</summary>
    [Range(1, AuthOptions.LongestLifetimeSeconds)] public int RecoverEmailLifetimeSeconds { get; set; } = 72 * 3600;

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) =>
        JwtKeyRules.Broken(this).Select(message => new ValidationResult(message));
}

/// <summary>The asymmetric algorithms of access tokens. The names are those of the header <c>alg</c> (RFC 7518 §3.1).</summary>
public enum JwtAlgorithm
{
    /// <summary>ECDSA on the curve P-256 with SHA-256.</summary>
    ES256,

    /// <summary>RSA with PKCS #1 v1.5 padding and SHA-256.</summary>
    RS256,

    /// <summary>RSA with PSS padding and SHA-256.</summary>
    PS256,
}

/// <summary>
/// An item of <see cref="JwtOptions.VerificationKeys"/> or <see cref="JwtOptions.VerificationKeyFiles"/>: a key or the path of
/// its file, with an optional prefix such as <c>PS256:</c> that sets the algorithm.
/// </summary>
/// <param name="Algorithm">The algorithm of the prefix; null without a prefix.</param>
/// <param name="Value">The text without the prefix.</param>
public readonly record struct VerificationKeySetting(JwtAlgorithm? Algorithm, string Value)
{
    /// <summary>Parses a setting.</summary>
    public static VerificationKeySetting Read(string setting)
    {
        foreach (var algorithm in Enum.GetValues<JwtAlgorithm>())
        {
            if (setting.StartsWith($"{algorithm}:", StringComparison.Ordinal))
                return new(algorithm, setting[$"{algorithm}:".Length..]);
        }

        return new(null, setting);
    }

    /// <summary>Returns the setting in the form that <see cref="Read"/> parses.</summary>
    public override string ToString() => Algorithm is { } algorithm ? $"{algorithm}:{Value}" : Value;
}
