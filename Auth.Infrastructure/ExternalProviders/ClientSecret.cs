using System.Security.Cryptography;
using Auth.Application.Login.External;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Auth.Infrastructure.ExternalProviders;

/// <summary>The secret with which the service authenticates at a provider.</summary>
internal static class ClientSecret
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);
    private static readonly JsonWebTokenHandler Handler = new() { SetDefaultTimesOnTokenCreation = false };

    /// <summary>Returns the configured secret, or a signed one (Apple: a JWT by the key of the team).</summary>
    public static string Of(ExternalProviderOptions settings, TimeProvider time)
    {
        if (settings.SignedSecret is not { PrivateKey: { Length: > 0 } pem } signed)
            return settings.ClientSecret!;
        using var key = ECDsa.Create();
        key.ImportFromPem(pem);
        var now = time.GetUtcNow();
        return Handler.CreateToken(new SecurityTokenDescriptor
        {
            Claims = new Dictionary<string, object>
            {
                [JwtRegisteredClaimNames.Iss] = signed.TeamId!,
                [JwtRegisteredClaimNames.Sub] = settings.ClientId!,
                [JwtRegisteredClaimNames.Aud] = settings.Issuer!,
                [JwtRegisteredClaimNames.Iat] = now.ToUnixTimeSeconds(),
                [JwtRegisteredClaimNames.Exp] = (now + Lifetime).ToUnixTimeSeconds(),
            },

            // Without a cache, which would keep the disposed key.
            SigningCredentials = new SigningCredentials(new ECDsaSecurityKey(key) { KeyId = signed.KeyId }, SecurityAlgorithms.EcdsaSha256)
            {
                CryptoProviderFactory = new CryptoProviderFactory { CacheSignatureProviders = false },
            },
        });
    }
}
