using Auth.Application;
using Auth.Application.Audit;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Options;

namespace Auth.Api.Authentication;

/// <summary>
/// Who may call which routes. Each policy wants an active user: without one the answer is 401, without the rest 403.
/// </summary>
internal static class Policies
{
    /// <summary>The routes about tokens: where login wants a verified user, so do these.</summary>
    public const string Tokens = "tokens";

    /// <summary>The routes about users.</summary>
    public const string Users = "users";

    /// <summary>The routes about other users. The claim that it asks for has the same name.</summary>
    public const string Superuser = "superuser";

    /// <summary>The claim of users whose address is verified.</summary>
    public const string Verified = "verified";

    public static IServiceCollection AddBearerAuthentication(this IServiceCollection services)
    {
        services.AddScoped<CurrentUser>();
        services.AddScoped(provider => new CurrentCaller(provider.GetRequiredService<CurrentUser>().ToCaller));

        // Only the core: AddAuthentication would also bring data protection, and its keys on disk, which nothing here uses.
        services.AddAuthenticationCore(authentication =>
        {
            authentication.AddScheme<BearerTokenHandler>(BearerToken.Scheme, displayName: null);
            authentication.DefaultScheme = BearerToken.Scheme;
        });
        services.AddTransient<BearerTokenHandler>().AddWebEncoders();
        services.AddAuthorization();
        services.AddOptions<AuthorizationOptions>().Configure<IOptions<AuthOptions>>((authorization, auth) =>
        {
            authorization.AddPolicy(Tokens, policy => policy.RequireUser(auth.Value.RequiresVerification));
            authorization.AddPolicy(Users, policy => policy.RequireUser(auth.Value.UsersRequireVerification));
            authorization.AddPolicy(Superuser, policy => policy
                .RequireUser(auth.Value.UsersRequireVerification).RequireClaim(Superuser));
        });
        return services;
    }

    private static AuthorizationPolicyBuilder RequireUser(this AuthorizationPolicyBuilder policy, bool verified)
    {
        policy.RequireAuthenticatedUser();
        return verified ? policy.RequireClaim(Verified) : policy;
    }
}
