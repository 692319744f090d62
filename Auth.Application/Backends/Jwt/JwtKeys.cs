using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Auth.Application.Backends.Jwt;

/// <summary>
/// The keys for signing and verifying tokens. They are created once. Each key is used only with its own algorithm, so that a
/// token header cannot cause a public key to be used as a secret (RFC 8725 §2.1).
/// </summary>
internal sealed class JwtKeys
{
    private const string Hs256 = SecurityAlgorithms.HmacSha256;

    private readonly SymmetricSecurityKey[] _strong, _withWeak;
    private readonly DateTimeOffset _endOfWeak;
    private readonly TimeProvider _time;
    private readonly FrozenDictionary<(string Algorithm, string Id), SecurityKey[]> _asymmetric;

    /// <summary>Creates the keys from validated options.</summary>
    public JwtKeys(JwtOptions options, TimeProvider time)
    {
        if (options.Secret is null)
            throw NotValidated();
        _time = time;
        _endOfWeak = WeakSecrets.EndOf(options);
        _strong = [.. WeakSecrets.Without(options).Select(text => new SymmetricSecurityKey(Encoding.UTF8.GetBytes(text)))];
        _withWeak = [.. _strong, .. options.VerificationSecrets.Where(WeakSecrets.IsWeak)
            .Select(text => new SymmetricSecurityKey(WeakSecrets.KeyOf(text)))];
        SecretSigning = new SigningCredentials(_strong[0], Hs256);

        var signing = string.IsNullOrEmpty(options.SigningKey) ? null : SigningKeyOf(options);
        List<AsymmetricKey> all = [.. signing is null ? [] : new[] { signing }, .. VerificationKeysOf(options)];
        _asymmetric = all.ToFrozenDictionary(key => ($"{key.Algorithm}", key.Id), key => new[] { key.Key });
        AccessSigning = signing is null ? SecretSigning : new SigningCredentials(signing.Key, $"{signing.Algorithm}");
        PublicKeys = [.. all.Select(key => key.PublicKey)];

        OwnVerification = VerificationBy((_, token, _, _) => IsHs256(token) ? _strong : [], [Hs256]);
        SecretVerification = VerificationBy((_, token, _, _) => FindSecrets(token), [Hs256]);
        AccessVerification = VerificationBy(
            (_, token, id, _) => FindKeys(token, id), [Hs256, .. all.Select(key => $"{key.Algorithm}").Distinct()]);
    }

    /// <summary>The credentials for signing access tokens.</summary>
    public SigningCredentials AccessSigning { get; }

    /// <summary>The credentials for signing tokens in mails: HS256 with <see cref="JwtOptions.Secret"/>.</summary>
    public SigningCredentials SecretSigning { get; }

    /// <summary>The parameters for verifying the signatures of access tokens.</summary>
    public TokenValidationParameters AccessVerification { get; }

    /// <summary>The parameters for verifying the signatures of tokens from mails that fastapi-users may have issued.</summary>
    public TokenValidationParameters SecretVerification { get; }

    /// <summary>The parameters for verifying the signatures of tokens from mails that only this service issues.</summary>
    public TokenValidationParameters OwnVerification { get; }

    /// <summary>The public keys of the asymmetric keys. The signing key is first.</summary>
    public IReadOnlyList<JsonWebKey> PublicKeys { get; }

    /// <summary>Reads the signing key from options that are not validated.</summary>
    public static bool TryReadSigningKey(
        JwtOptions options, [NotNullWhen(true)] out AsymmetricKey? key, [NotNullWhen(false)] out string? problem) =>
        AsymmetricKey.TryRead(options.SigningKey!, isPrivate: true, options.SigningAlgorithm, out key, out problem);

    /// <summary>Reads a verification key from options that are not validated.</summary>
    public static bool TryReadVerificationKey(
        JwtOptions options,
        string setting,
        [NotNullWhen(true)] out AsymmetricKey? key,
        [NotNullWhen(false)] out string? problem)
    {
        var (algorithm, pem) = VerificationKeySetting.Read(setting);
        var isRead = AsymmetricKey.TryRead(pem, isPrivate: false, algorithm, out key, out problem);

        // An RSA key without its own algorithm uses PS256 if the signing algorithm is PS256.
        return isRead && algorithm is null
            && key!.Algorithm is JwtAlgorithm.RS256 && options.SigningAlgorithm is JwtAlgorithm.PS256
            ? AsymmetricKey.TryRead(pem, isPrivate: false, JwtAlgorithm.PS256, out key, out problem)
            : isRead;
    }

    private static AsymmetricKey SigningKeyOf(JwtOptions options) =>
        TryReadSigningKey(options, out var key, out _) ? key : throw NotValidated();

    private static IEnumerable<AsymmetricKey> VerificationKeysOf(JwtOptions options) => options.VerificationKeys.Select(setting =>
        TryReadVerificationKey(options, setting, out var key, out _) ? key : throw NotValidated());

    private static InvalidOperationException NotValidated() => new("The options were not validated.");

    // The library verifies the signature. The codec validates the claims, because the library accepts a token that expires now
    // and converts claims of other types, which RFC 7519 §2 and §4.1 do not permit.
    private static TokenValidationParameters VerificationBy(IssuerSigningKeyResolver find, string[] algorithms) => new()
    {
        IssuerSigningKeyResolver = find,
        TryAllIssuerSigningKeys = false,
        ValidAlgorithms = algorithms,
        RequireSignedTokens = true,
        ValidateIssuer = false,
        ValidateAudience = false,
        ValidateLifetime = false,
    };

    /// <summary>Returns whether a key is a weak secret, see <see cref="WeakSecrets"/>.</summary>
    public bool IsWeak(SecurityKey? key) => Array.IndexOf<SecurityKey?>(_withWeak, key) >= _strong.Length;

    private static bool IsHs256(SecurityToken token) => token is JsonWebToken { Alg: Hs256 };

    /// <summary>Returns all secrets, the signing secret first. Secrets have no key id: <c>kid</c> is ignored.</summary>
    private SymmetricSecurityKey[] FindSecrets(SecurityToken token) =>
        !IsHs256(token) ? []
        : _withWeak.Length > _strong.Length && _time.GetUtcNow() < _endOfWeak ? _withWeak
        : _strong;

    /// <summary>Returns the asymmetric key with the token's key id, which is required; the secrets for HS256.</summary>
    private SecurityKey[] FindKeys(SecurityToken token, string? id) =>
        token is JsonWebToken { Alg: { } algorithm and not Hs256 } && _asymmetric.TryGetValue((algorithm, id ?? ""), out var key)
            ? key
            : FindSecrets(token);
}
