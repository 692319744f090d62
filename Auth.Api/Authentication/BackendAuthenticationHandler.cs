using System.Runtime.ExceptionServices;
using System.Security.Claims;
using System.Text.Encodings.Web;
using Auth.Application;
using Auth.Application.Backends;
using Auth.Application.Metrics;
using Auth.Domain.Users;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace Auth.Api.Authentication;

/// <summary>Authenticates a request by the first backend that finds a user.</summary>
internal sealed class BackendAuthenticationHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory logger,
    UrlEncoder encoder,
    AuthenticationBackends backends,
    Caller caller,
    AuthMetrics metrics) : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        caller.Address = Context.Connection.RemoteIpAddress;
        caller.UserAgent = Request.Headers.UserAgent;
        TokenRefusal? refusal = null;
        ExceptionDispatchInfo? outage = null;
        foreach (var backend in backends.All)
        {
            if (backend.Transport.FindToken(Request) is not { } token)
                continue;
            TokenReading reading;
            try
            {
                reading = await backend.Strategy.ReadTokenAsync(token, Context.RequestAborted);
            }
            catch (TokenStoreUnavailableException exception)
            {
                // The token of a later backend is still valid.
                outage = ExceptionDispatchInfo.Capture(exception);
                continue;
            }

            if (reading.User is not { } user)
            {
                // A token in the format of another strategy says less than a token that its strategy refused.
                if (refusal is null or TokenRefusal.Malformed)
                    refusal = reading.Refusal;
                continue;
            }

            if (!user.IsActive)
                return Refuse(TokenRefusal.InactiveUser);
            caller.Authenticate(user, reading.SessionId);
            Context.Features.Set(backend);
            return AuthenticateResult.Success(new AuthenticationTicket(PrincipalOf(user), Scheme.Name));
        }

        outage?.Throw();
        return refusal is { } reason ? Refuse(reason) : AuthenticateResult.NoResult();
    }

    /// <summary>Responds with 401. A request with a bearer token receives <c>error="invalid_token"</c> (RFC 6750 §3.1).</summary>
    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.StatusCode = StatusCodes.Status401Unauthorized;
        Response.Headers[HeaderNames.WWWAuthenticate] = BearerTransport.Find(Request) is null
            ? BearerTransport.Scheme
            : BearerTransport.Scheme + " error=\"invalid_token\"";
        return Task.CompletedTask;
    }

    private AuthenticateResult Refuse(TokenRefusal reason)
    {
        metrics.CountRefusedToken(TokenKind.Access, reason);
        return AuthenticateResult.Fail("The token is invalid.");
    }

    private static ClaimsPrincipal PrincipalOf(User user)
    {
        var identity = new ClaimsIdentity(BearerTransport.Scheme);
        identity.AddClaim(new Claim(ClaimTypes.NameIdentifier, user.Id.ToString("D")));
        if (user.IsSuperuser)
            identity.AddClaim(new Claim(Policies.Superuser, "true"));
        if (user.IsVerified)
            identity.AddClaim(new Claim(Policies.Verified, "true"));
        return new ClaimsPrincipal(identity);
    }
}
