using Auth.Api.Errors;
using Auth.Application;
using Auth.Application.Login.SecondFactors;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;

namespace Auth.Api.Authentication;

/// <summary>A requirement on how, or how recently, the caller has logged in.</summary>
internal sealed class ProofRequirement(Func<RecentLogins, CancellationToken, Task<AuthError?>> check) : IAuthorizationRequirement
{
    /// <summary>The login is as recent as <c>RequireRecentLogin:Seconds</c> requires.</summary>
    public static readonly ProofRequirement RecentLogin = new((logins, token) => logins.CheckAgeAsync(token));

    /// <summary>The session shows a second factor if <c>SecondFactor:Required</c> applies to the user.</summary>
    public static readonly ProofRequirement SecondFactor = new((logins, token) => logins.CheckSecondFactorAsync(token));

    /// <summary>Returns the error, or null if the requirement is met.</summary>
    public Task<AuthError?> CheckAsync(RecentLogins logins, CancellationToken cancellationToken) => check(logins, cancellationToken);
}

/// <summary>Checks the requirements on the login of the caller, and records what is missing.</summary>
internal sealed class ProofHandler(Caller caller, RecentLogins logins) : AuthorizationHandler<ProofRequirement>
{
    protected override async Task HandleRequirementAsync(AuthorizationHandlerContext context, ProofRequirement requirement)
    {
        if (caller.UserId is null || context.Resource is not HttpContext http)
            return;
        if (await requirement.CheckAsync(logins, http.RequestAborted) is { } error)
            http.Features.Set(error);
        else
            context.Succeed(requirement);
    }
}

/// <summary>Responds with the error of a <see cref="ProofRequirement"/> if all other requirements are met.</summary>
internal sealed class ProofResultHandler : IAuthorizationMiddlewareResultHandler
{
    public Task HandleAsync(
        RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult)
    {
        if (authorizeResult.Succeeded)
            return next(context);
        if (authorizeResult.Challenged)
            return context.ChallengeAsync();
        return authorizeResult.AuthorizationFailure is { } failure
            && failure.FailedRequirements.All(requirement => requirement is ProofRequirement)
            && context.Features.Get<AuthError>() is { } error
            ? ErrorHandling.WriteAsync(context, StatusCodes.Status403Forbidden, ErrorResponse.From(error))
            : context.ForbidAsync();
    }
}
