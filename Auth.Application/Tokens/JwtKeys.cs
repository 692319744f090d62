using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Auth.Application.Tokens;

/// <summary>
/// The keys that tokens are signed and verified with, all of them made once. A key serves its own algorithm alone, so that no
/// header can have a public key taken for a secret (RFC 8725 §2.1).
/// </summary>
internal sealed class JwtKeys
{
    private const string Hs256 = SecurityAlgorithms.HmacSha256;

    private readonly SymmetricSecurityKey[] _secrets;
    private readonly FrozenDictionary<(string Algorithm, string Id), SecurityKey[]> _asymmetric;

    /// <summary>Takes the keys of options that were validated.</summary>
    public JwtKeys(JwtOptions options)
    {
        var secret = options.Secret ?? throw NotValidated();
        _secrets = [.. options.VerificationSecrets.Prepend(secret)
            .Select(text => new SymmetricSecurityKey(Encoding.UTF8.GetBytes(text)))];
        SecretSigning = new SigningCredentials(_secrets[0], Hs256);

        var signing = string.IsNullOrEmpty(options.SigningKey) ? null : SigningKeyOf(options);
        List<AsymmetricKey> all = [.. signing is null ? [] : new[] { signing }, .. VerificationKeysOf(options)];
        _asymmetric = all.ToFrozenDictionary(key => ($"{key.Algorithm}", key.Id), key => new[] { key.Key });
        AccessSigning = signing is null ? SecretSigning : new SigningCredentials(signing.Key, $"{signing.Algorithm}");
        PublicKeys = [.. all.Select(key => key.PublicKey)];

        SecretVerification = VerificationBy((_, token, _, _) => FindSecrets(token), [Hs256]);
        AccessVerification = VerificationBy(
            (_, token, id, _) => FindKeys(token, id), [Hs256, .. all.Select(key => $"{key.Algorithm}").Distinct()]);
    }

    /// <summary>What access tokens are signed with.</summary>
    public SigningCredentials AccessSigning { get; }

    /// <summary>What the tokens in mails are signed with: HS256 under <see cref="JwtOptions.Secret"/>.</summary>
    public SigningCredentials SecretSigning { get; }

    /// <summary>How the signature of an access token is verified.</summary>
    public TokenValidationParameters AccessVerification { get; }

    /// <summary>How the signature of a token from a mail is verified.</summary>
    public TokenValidationParameters SecretVerification { get; }

    /// <summary>The public halves of the asymmetric keys, the one that signs first.</summary>
    public IReadOnlyList<JsonWebKey> PublicKeys { get; }

    /// <summary>Reads the key that signs, from options that may be wrong.</summary>
    public static bool TryReadSigningKey(
        JwtOptions options, [NotNullWhen(true)] out AsymmetricKey? key, [NotNullWhen(false)] out string? problem) =>
        AsymmetricKey.TryRead(options.SigningKey!, isPrivate: true, options.SigningAlgorithm, out key, out problem);

    /// <summary>Reads a key that verifies only, from options that may be wrong.</summary>
    public static bool TryReadVerificationKey(
        JwtOptions options,
        string setting,
        [NotNullWhen(true)] out AsymmetricKey? key,
        [NotNullWhen(false)] out string? problem)
    {
        var (algorithm, pem) = VerificationKeySetting.Read(setting);
        var isRead = AsymmetricKey.TryRead(pem, isPrivate: false, algorithm, out key, out problem);

        // Keys of RSA follow each other under the algorithm that is set, unless they say otherwise.
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

    // The signature is the library's to check. The claims are checked by the codec: the library lets a token that expires
    // now pass, and converts claims of other types, which RFC 7519 §2 and §4.1 do not allow.
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

    /// <summary>The secrets have no names: whatever a header says, each is tried, the one that signs first.</summary>
    private SymmetricSecurityKey[] FindSecrets(SecurityToken token) => token is JsonWebToken { Alg: Hs256 } ? _secrets : [];

    /// <summary>An asymmetric key is found by its name alone, which every token under one has.</summary>
    private SecurityKey[] FindKeys(SecurityToken token, string? id) =>
        token is JsonWebToken { Alg: { } algorithm and not Hs256 } && _asymmetric.TryGetValue((algorithm, id ?? ""), out var key)
            ? key
            : FindSecrets(token);
}
