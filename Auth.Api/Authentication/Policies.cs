using Auth.Application;
using Auth.Application.Login.SecondFactors;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace Auth.Api.Authentication;

/// <summary>
/// The authorization policies. Each policy requires an active user: the response is 401 without one, and 403 when another
/// requirement fails.
/// </summary>
internal static class Policies
{
    /// <summary>The policy of the token routes. It requires a verified user when login requires one.</summary>
    public const string Tokens = "tokens";

    /// <summary>The policy of the current user's routes.</summary>
    public const string Users = "users";

    /// <summary>The policy of the routes with which the current user sets up a second factor, even where one is required.</summary>
    public const string Enrolment = "enrolment";

    /// <summary>The additional policy of token routes that <c>SecondFactor:Required</c> protects.</summary>
    public const string SecondFactor = "second_factor";

    /// <summary>The additional policy of routes that <c>RequireRecentLogin:Seconds</c> protects.</summary>
    public const string RecentLogin = "recent_login";

    /// <summary>The policy of the routes for superusers, and the name of the claim that it requires.</summary>
    public const string Superuser = "superuser";

    /// <summary>The claim of users with a verified e-mail address.</summary>
    public const string Verified = "verified";

    public static IServiceCollection AddAuthenticationBackends(this IServiceCollection services)
    {
        services.AddSingleton<AuthenticationBackends>();
        services.AddSingleton(new TransportRegistration("Bearer", (_, _, _) => new BearerTransport()));
        services.AddSingleton(new TransportRegistration(
            "Cookie", (_, backend, strategy) => new CookieTransport(backend, strategy.Lifetime)));
        services.AddSingleton<ExternalMounts>();
        services.AddOptions<MvcOptions>().Configure<AuthenticationBackends, ExternalMounts>((mvc, backends, mounts) =>
        {
            mvc.Conventions.Add(new BackendRoutes(backends));
            mvc.Conventions.Add(new ExternalRoutes(mounts));
        });

        // AddAuthentication would also add data protection, which nothing here uses and which stores keys on disk.
        services.AddAuthenticationCore(authentication =>
        {
            authentication.AddScheme<BackendAuthenticationHandler>(BearerTransport.Scheme, displayName: null);
            authentication.DefaultScheme = BearerTransport.Scheme;
        });
        services.AddTransient<BackendAuthenticationHandler>().AddWebEncoders();
        services.AddAuthorization();
        services.AddScoped<IAuthorizationHandler, ProofHandler>();
        services.AddSingleton<IAuthorizationMiddlewareResultHandler, ProofResultHandler>();
        services.AddOptions<AuthorizationOptions>().Configure<IOptions<AuthOptions>>((authorization, auth) =>
        {
            authorization.AddPolicy(Tokens, policy => policy.RequireUser(auth.Value.RequiresVerification));
            authorization.AddPolicy(Enrolment, policy => policy.RequireUser(auth.Value.UsersRequireVerification));
            authorization.AddPolicy(Users, policy => policy
                .RequireUser(auth.Value.UsersRequireVerification).RequireSecondFactor(auth.Value));
            authorization.AddPolicy(Superuser, policy => policy
                .RequireUser(auth.Value.UsersRequireVerification).RequireClaim(Superuser).RequireSecondFactor(auth.Value));
            authorization.AddPolicy(SecondFactor, policy => policy.RequireAuthenticatedUser().RequireSecondFactor(auth.Value));
            authorization.AddPolicy(RecentLogin, policy => policy.RequireAuthenticatedUser().AddRequirements(ProofRequirement.RecentLogin));
        });
        return services;
    }

    private static AuthorizationPolicyBuilder RequireSecondFactor(this AuthorizationPolicyBuilder policy, AuthOptions options) =>
        options.SecondFactor.Required is SecondFactorRequirement.Nobody ? policy : policy.AddRequirements(ProofRequirement.SecondFactor);

    private static AuthorizationPolicyBuilder RequireUser(this AuthorizationPolicyBuilder policy, bool verified)
    {
        policy.RequireAuthenticatedUser();
        return verified ? policy.RequireClaim(Verified) : policy;
    }
}
