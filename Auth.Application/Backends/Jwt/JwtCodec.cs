using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Auth.Application.Backends.Jwt;

/// <summary>
/// Signs and verifies the JSON Web Tokens of the service (RFC 7519, RFC 8725). Access tokens, which other services may verify,
/// are signed with the asymmetric key if one is configured. Tokens in mails are always signed with the secret.
/// </summary>
public sealed class JwtCodec : IDisposable
{
    /// <summary>The default audience of access tokens, which is that of fastapi-users.</summary>
    public const string AccessAudience = "fastapi-users:auth";

    private static readonly JsonWebTokenHandler Handler = new() { SetDefaultTimesOnTokenCreation = false };

    private readonly TimeProvider _time;
    private readonly JwtKeys _keys;
    private readonly VerifiedTokens _verified;
    private readonly string? _issuer;
    private readonly string _accessAudience;
    private readonly bool _acceptsLegacyIds;

    /// <summary>Creates the codec with the configured keys.</summary>
    public JwtCodec(IOptions<AuthOptions> options, TimeProvider time)
    {
        _time = time;
        _verified = new VerifiedTokens(time);
        _keys = new JwtKeys(options.Value.Jwt, time);
        _accessAudience = options.Value.Jwt.Audience;
        _acceptsLegacyIds = options.Value.Migration.AcceptLegacyIds;
        _issuer = string.IsNullOrEmpty(options.Value.Jwt.Issuer) ? null : options.Value.Jwt.Issuer;
    }

    /// <summary>
    /// The public keys with which other services verify access tokens (RFC 7517). The signing key is first. The list is empty if
    /// only secrets are configured.
    /// </summary>
    public IReadOnlyList<JsonWebKey> PublicKeys => _keys.PublicKeys;

    /// <summary>Issues a signed token.</summary>
    /// <param name="subject">
    /// The user: the claim <c>sub</c>, and <c>user_id</c> for fastapi-users before version 10. Null for a token without a user.
    /// </param>
    /// <param name="audience">The purpose of the token: the claim <c>aud</c>.</param>
    /// <param name="lifetime">The lifetime from now.</param>
    /// <param name="claims">Additional claims.</param>
    public string Write(Guid? subject, string audience, TimeSpan lifetime, Dictionary<string, object> claims)
    {
        var now = _time.GetUtcNow();
        if (subject?.ToString("D") is { } id)
        {
            claims[JwtRegisteredClaimNames.Sub] = id;
            claims[JwtClaims.UserId] = id;
        }

        // fastapi-users writes the audience of access tokens as a list, and the audience of other tokens as a string.
        claims[JwtRegisteredClaimNames.Aud] = IsAccess(audience) ? new[] { audience } : audience;
        if (_issuer is not null)
            claims[JwtRegisteredClaimNames.Iss] = _issuer;
        claims[JwtRegisteredClaimNames.Iat] = now.ToUnixTimeSeconds();
        claims[JwtRegisteredClaimNames.Exp] = (now + lifetime).ToUnixTimeSeconds();
        claims[JwtRegisteredClaimNames.Jti] = Guid.NewGuid().ToString("D");
        var signing = IsAccess(audience) ? _keys.AccessSigning : _keys.SecretSigning;
        return Handler.CreateToken(new SecurityTokenDescriptor { Claims = claims, SigningCredentials = signing });
    }

    /// <summary>
    /// Verifies a token and returns its claims. Another service with the same secret or private key may have issued it.
    /// </summary>
    /// <returns>
    /// The claims; otherwise the reason: malformed, forged, expired, not yet valid, from another issuer, or for another purpose.
    /// </returns>
    public async Task<JwtReading> ReadAsync(string token, string audience)
    {
        var reading = IsAccess(audience) ? await VerifyAccessAsync(token)
            : (await VerifyAsync(
                token, JwtAudiences.IsOfFastApiUsers(audience) ? _keys.SecretVerification : _keys.OwnVerification)).Reading;
        return reading.Value?.Refuse(audience, _issuer, _time.GetUtcNow()) is { } refusal ? refusal : reading;
    }

    /// <inheritdoc/>
    public void Dispose() => _verified.Dispose();

    private async Task<JwtReading> VerifyAccessAsync(string token)
    {
        if (_verified.Find(token) is { } known)
            return known;
        var (reading, key) = await VerifyAsync(token, _keys.AccessVerification);

        // A weak secret stops verifying at any time.
        if (reading.Value is { } claims && !_keys.IsWeak(key))
            _verified.Keep(token, claims);
        return reading;
    }

    private async Task<(JwtReading Reading, SecurityKey? Key)> VerifyAsync(string token, TokenValidationParameters verification)
    {
        var result = await Handler.ValidateTokenAsync(token, verification);
        if (!result.IsValid || result.SecurityToken is not JsonWebToken jwt || !IsUnderstood(jwt))
            return (result.Exception is SecurityTokenValidationException ? TokenRefusal.BadSignature : TokenRefusal.Malformed, null);
        return JwtClaims.Parse(Base64UrlEncoder.DecodeBytes(jwt.EncodedPayload), _acceptsLegacyIds) is { } claims
            ? (claims, jwt.SigningKey)
            : (TokenRefusal.Malformed, null);
    }

    private bool IsAccess(string audience) => audience == _accessAudience;

    /// <summary>
    /// Whether the header requires no unsupported feature: no extension (RFC 7515 §4.1.11) and no unencoded payload (RFC 7797).
    /// </summary>
    private static bool IsUnderstood(JsonWebToken jwt) =>
        !jwt.TryGetHeaderValue<object>("crit", out _) && !jwt.TryGetHeaderValue<object>("b64", out _);
}
