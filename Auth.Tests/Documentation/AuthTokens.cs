using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace Orders;

/// <summary>Verifies the access tokens of Auth with its key set, which is read every five minutes.</summary>
public static class AuthTokens
{
    public static IServiceCollection AddAuthTokens(this IServiceCollection services, string auth)
    {
        services.AddAuthorization().AddAuthentication(JwtBearerDefaults.AuthenticationScheme).AddJwtBearer(jwt =>
        {
            jwt.MapInboundClaims = false;
            jwt.ConfigurationManager = new ConfigurationManager<OpenIdConnectConfiguration>(
                $"{auth}/.well-known/jwks.json", new KeySet(), new HttpDocumentRetriever { RequireHttps = !new Uri(auth).IsLoopback })
            {
                AutomaticRefreshInterval = TimeSpan.FromMinutes(5),
            };
            jwt.TokenValidationParameters = new TokenValidationParameters
            {
                ValidateIssuer = false, // If Jwt:Issuer is set, set ValidIssuer to it instead.
                ValidAudience = "fastapi-users:auth",
                ValidAlgorithms = ["ES256"],
                ClockSkew = TimeSpan.Zero,
            };
        });
        return services;
    }

    private sealed class KeySet : IConfigurationRetriever<OpenIdConnectConfiguration>
    {
        public async Task<OpenIdConnectConfiguration> GetConfigurationAsync(
            string address, IDocumentRetriever retriever, CancellationToken cancel)
        {
            var read = new OpenIdConnectConfiguration();
            foreach (var key in new JsonWebKeySet(await retriever.GetDocumentAsync(address, cancel)).GetSigningKeys())
                read.SigningKeys.Add(key);
            return read;
        }
    }
}
