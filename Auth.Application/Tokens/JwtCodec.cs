using System.Text;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Auth.Application.Tokens;

/// <summary>Signs and reads the JSON Web Tokens of the service: HS256 alone (RFC 7519, RFC 8725).</summary>
public sealed class JwtCodec
{
    private static readonly JsonWebTokenHandler Handler = new() { SetDefaultTimesOnTokenCreation = false };

    private readonly TimeProvider _time;
    private readonly SigningCredentials _signing;
    private readonly TokenValidationParameters _signature;

    /// <summary>Takes the secret from the options.</summary>
    public JwtCodec(IOptions<AuthOptions> options, TimeProvider time)
    {
        var secret = options.Value.Jwt.Secret ?? throw new InvalidOperationException("The options were not validated.");
        var key = new SymmetricSecurityKey(Encoding.UTF8.GetBytes(secret));
        _time = time;
        _signing = new SigningCredentials(key, SecurityAlgorithms.HmacSha256);

        // The signature is the library's to check. The claims are checked here: the library lets a token that expires
        // now pass, and converts claims of other types, which RFC 7519 §2 and §4.1 do not allow.
        _signature = new TokenValidationParameters
        {
            IssuerSigningKey = key,
            ValidAlgorithms = [SecurityAlgorithms.HmacSha256],
            RequireSignedTokens = true,
            ValidateIssuer = false,
            ValidateAudience = false,
            ValidateLifetime = false,
        };
    }

    /// <summary>Makes a signed token.</summary>
    /// <param name="subject">Whose it is: the claim <c>sub</c>, and <c>user_id</c> for fastapi-users before version 10.</param>
    /// <param name="audience">What it is good for: the claim <c>aud</c>, a string or a list of strings.</param>
    /// <param name="lifetime">How long it is good from now.</param>
    /// <param name="claims">Further claims.</param>
    public string Write(Guid subject, object audience, TimeSpan lifetime, Dictionary<string, object> claims)
    {
        var now = _time.GetUtcNow();
        var id = subject.ToString("D");
        claims[JwtRegisteredClaimNames.Sub] = id;
        claims[JwtClaims.UserId] = id;
        claims[JwtRegisteredClaimNames.Aud] = audience;
        claims[JwtRegisteredClaimNames.Iat] = now.ToUnixTimeSeconds();
        claims[JwtRegisteredClaimNames.Exp] = (now + lifetime).ToUnixTimeSeconds();
        claims[JwtRegisteredClaimNames.Jti] = Guid.NewGuid().ToString("D");
        return Handler.CreateToken(new SecurityTokenDescriptor { Claims = claims, SigningCredentials = _signing });
    }

    /// <summary>Reads a token, whoever with the secret made it.</summary>
    /// <returns>Its claims; or that it is malformed, forged, expired, not good yet, or good for something else.</returns>
    public async Task<TokenReading<JwtClaims>> ReadAsync(string token, string audience)
    {
        var result = await Handler.ValidateTokenAsync(token, _signature);
        if (!result.IsValid || result.SecurityToken is not JsonWebToken jwt || !IsUnderstood(jwt))
            return result.Exception is SecurityTokenValidationException ? TokenRefusal.BadSignature : TokenRefusal.Malformed;
        if (JwtClaims.Parse(Base64UrlEncoder.DecodeBytes(jwt.EncodedPayload)) is not { } claims)
            return TokenRefusal.Malformed;
        return claims.Refuse(audience, _time.GetUtcNow()) is { } refusal ? refusal : claims;
    }

    /// <summary>
    /// Whether the header asks for nothing that is not done here: extensions (RFC 7515 §4.1.11), an unencoded payload (RFC
    /// 7797).
    /// </summary>
    private static bool IsUnderstood(JsonWebToken jwt) =>
        !jwt.TryGetHeaderValue<object>("crit", out _) && !jwt.TryGetHeaderValue<object>("b64", out _);
}
