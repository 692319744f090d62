using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Auth.Application;
using Auth.Application.Login.External;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace Auth.Infrastructure.ExternalProviders;

/// <summary>Validates id tokens (OpenID Connect Core 1.0 §3.1.3.7).</summary>
internal sealed class IdTokens(ExternalProviderOptions settings, OpenIdMetadata metadata, TimeProvider time)
{
    private static readonly TimeSpan ClockTolerance = TimeSpan.FromMinutes(1);

    private static readonly JsonWebTokenHandler Handler = new();

    // No algorithm with a shared secret: a public key must not serve as one, and the client secret is no signing key.
    private static readonly string[] Asymmetric =
        ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"];

    /// <summary>Returns the claims of an id token.</summary>
    /// <exception cref="ExternalProviderException">The token is missing or invalid.</exception>
    public async Task<JsonElement> ValidateAsync(string? idToken, string nonce, CancellationToken cancellationToken)
    {
        if (idToken is null)
            throw Invalid("it is missing");
        var jwt = Read(idToken);
        var known = await metadata.GetAsync(cancellationToken);
        if (known.SigningKeys.All(key => key.KeyId != jwt.Kid))
            known = await metadata.RefreshAsync(cancellationToken);
        var result = await Handler.ValidateTokenAsync(jwt, RulesOf(known));
        if (!result.IsValid)
            throw Invalid(result.Exception.GetType().Name);
        if (jwt.TryGetHeaderValue<object>("crit", out _))
            throw Invalid("it requires an unsupported feature");
        var claims = ProviderHttp.Parse(Encoding.UTF8.GetString(Base64UrlEncoder.DecodeBytes(jwt.EncodedPayload)));
        if (!CryptographicOperations.FixedTimeEquals(
            Encoding.UTF8.GetBytes(ProviderProfile.StringIn(claims, "nonce") ?? ""), Encoding.UTF8.GetBytes(nonce)))
        {
            throw Invalid("it has another nonce");
        }

        // A token for several audiences names the client that it was issued to.
        var party = ProviderProfile.StringIn(claims, "azp");
        if (party != settings.ClientId && (claims.TryGetProperty("azp", out _) || jwt.Audiences.Count() > 1))
            throw Invalid("it was issued to another client");
        return claims;
    }

    private static JsonWebToken Read(string idToken)
    {
        try
        {
            return Handler.ReadJsonWebToken(idToken);
        }
        catch (Exception exception) when (exception is ArgumentException or SecurityTokenException or JsonException)
        {
            throw Invalid("it is malformed");
        }
    }

    private TokenValidationParameters RulesOf(OpenIdConnectConfiguration known) => new()
    {
        ValidIssuer = settings.Issuer,
        ValidAudience = settings.ClientId,
        IssuerSigningKeys = known.SigningKeys,
        ValidAlgorithms = settings.SigningAlgorithms.Count > 0 ? settings.SigningAlgorithms : Asymmetric,
        RequireSignedTokens = true,
        RequireExpirationTime = true,
        LifetimeValidator = (notBefore, expires, _, _) =>
        {
            var now = time.GetUtcNow().UtcDateTime;
            return expires > now - ClockTolerance && (notBefore is null || notBefore <= now + ClockTolerance);
        },
    };

    private static ExternalProviderException Invalid(string reason) =>
        new(AuthError.OAuthInvalidIdToken, $"the id token is refused: {reason}");
}
