using System.Security.Claims;
using System.Text.Encodings.Web;
using Auth.Application.Backends;
using Auth.Application.Metrics;
using Auth.Domain.Users;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace Auth.Api.Authentication;

/// <summary>Authenticates a request by its bearer token (RFC 6750).</summary>
internal sealed class BearerTokenHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory logger,
    UrlEncoder encoder,
    ITokenStrategy tokens,
    CurrentUser current,
    AuthMetrics metrics) : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        current.Request = Context;
        if (BearerToken.Find(Request.Headers.Authorization) is not { } token)
            return AuthenticateResult.NoResult();
        var reading = await tokens.ReadTokenAsync(token, Context.RequestAborted);
        if (reading.Value is not { User: { IsActive: true } user } holder)
        {
            metrics.CountRefusedToken(TokenKind.Access, reading.Refusal ?? TokenRefusal.InactiveUser);
            return AuthenticateResult.Fail("The token is invalid.");
        }

        (current.User, current.SessionId) = (user, holder.SessionId);
        return AuthenticateResult.Success(new AuthenticationTicket(PrincipalOf(user), Scheme.Name));
    }

    /// <summary>Responds with 401. A request with a token receives <c>error="invalid_token"</c> (RFC 6750 §3.1).</summary>
    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.StatusCode = StatusCodes.Status401Unauthorized;
        Response.Headers[HeaderNames.WWWAuthenticate] = BearerToken.Find(Request.Headers.Authorization) is null
            ? BearerToken.Scheme
            : BearerToken.Scheme + " error=\"invalid_token\"";
        return Task.CompletedTask;
    }

    private static ClaimsPrincipal PrincipalOf(User user)
    {
        var identity = new ClaimsIdentity(BearerToken.Scheme);
        identity.AddClaim(new Claim(ClaimTypes.NameIdentifier, user.Id.ToString("D")));
        if (user.IsSuperuser)
            identity.AddClaim(new Claim(Policies.Superuser, "true"));
        if (user.IsVerified)
            identity.AddClaim(new Claim(Policies.Verified, "true"));
        return new ClaimsPrincipal(identity);
    }
}
