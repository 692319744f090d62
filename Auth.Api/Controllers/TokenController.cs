using Auth.Api.Authentication;
using Auth.Api.Binding;
using Auth.Api.Contracts;
using Auth.Api.Edge;
using Auth.Api.Errors;
using Auth.Api.OpenApi;
using Auth.Application;
using Auth.Application.Login;
using Auth.Application.Login.External;
using Auth.Application.Login.SecondFactors;
using Auth.Application.Sessions;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace Auth.Api.Controllers;

/// <summary>Access and refresh tokens.</summary>
[ApiController]
[Route("api/token")]
[Tags("auth")]
public sealed class TokenController(
    UserAuthenticator authenticator,
    LoginService logins,
    SessionManager sessions,
    SessionRefresher refresher,
    AuthenticationBackends backends,
    DeviceTokens devices,
    Caller caller) : ControllerBase
{
    /// <summary>Logs in with an e-mail address and a password (RFC 6749 §4.3).</summary>
    /// <response code="200">The access and refresh tokens.</response>
    /// <response code="400">
    /// The credentials are invalid, the e-mail address is not verified and login requires verification, or the user has a second
    /// factor: the client completes the login with it.
    /// </response>
    /// <response code="401">The same errors as 400, when <c>Auth:BadCredentialsStatus</c> is 401.</response>
    /// <response code="429">Too many logins, or too many failed logins for the e-mail address; see <c>Retry-After</c>.</response>
    [HttpPost("login", Name = RouteNames.Login)]
    [ReadsForm]
    [Limited(RateLimits.Login)]
    [ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
    [ProducesResponseType<TokenResponse>(StatusCodes.Status200OK)]
    [ProducesErrors(
        StatusCodes.Status400BadRequest, AuthErrorCode.LoginBadCredentials, AuthErrorCode.LoginUserNotVerified,
        AuthErrorCode.SecondFactorBadCode, HasChallenge = true)]
    [ProducesErrors(
        StatusCodes.Status401Unauthorized, AuthErrorCode.LoginBadCredentials, AuthErrorCode.LoginUserNotVerified,
        AuthErrorCode.SecondFactorBadCode, HasChallenge = true)]
    [ProducesErrors(StatusCodes.Status429TooManyRequests, AuthErrorCode.LoginThrottled, AuthErrorCode.RateLimited)]
    [ProducesErrors(StatusCodes.Status503ServiceUnavailable, AuthErrorCode.ServerBusy)]
    [ProducesValidationErrors]
    public async Task<IActionResult> Login([FromForm] LoginForm form, CancellationToken cancellationToken)
    {
        var device = DeviceCookie.Of(Request);
        var result = await authenticator.AuthenticateAsync(
            form.Username, form.Password, caller.IpAddress, device, cancellationToken);
        if (!result.Succeeded(out var authenticated, out var error))
            return new ErrorResult(error);
        var tokens = await logins.LoginAsync(authenticated, Backend.TargetOf(Request, form.Otp), cancellationToken);
        if (tokens.Error is null && devices.Renew(authenticated.User.Email, device) is { } token)
            DeviceCookie.Append(Response, token, devices.Lifetime);
        return Answer(tokens);
    }

    /// <summary>Completes a login that requires a second factor.</summary>
    /// <response code="200">The access and refresh tokens.</response>
    /// <response code="400">
    /// The code is wrong or was used before, or the token is invalid, expired, used or for another client.
    /// </response>
    /// <response code="401">The same errors as 400, when <c>Auth:BadCredentialsStatus</c> is 401.</response>
    /// <response code="429">Too many logins, or too many wrong codes for the user; see <c>Retry-After</c>.</response>
    [HttpPost("second-factor", Name = RouteNames.SecondFactor)]
    [ReadsFormOrJson]
    [Limited(RateLimits.Login)]
    [ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
    [ProducesResponseType<TokenResponse>(StatusCodes.Status200OK)]
    [ProducesErrors(
        StatusCodes.Status400BadRequest, AuthErrorCode.SecondFactorBadToken, AuthErrorCode.SecondFactorBadCode,
        AuthErrorCode.LoginBadCredentials, AuthErrorCode.LoginUserNotVerified)]
    [ProducesErrors(
        StatusCodes.Status401Unauthorized, AuthErrorCode.SecondFactorBadToken, AuthErrorCode.SecondFactorBadCode,
        AuthErrorCode.LoginBadCredentials, AuthErrorCode.LoginUserNotVerified)]
    [ProducesErrors(StatusCodes.Status429TooManyRequests, AuthErrorCode.LoginThrottled, AuthErrorCode.RateLimited)]
    [ProducesValidationErrors]
    public async Task<IActionResult> SecondFactor(
        [FromForm] SecondFactorForm form, SecondFactorAuthenticator secondFactors, TrustedDevices trustedDevices,
        CancellationToken cancellationToken)
    {
        var target = Backend.TargetOf(Request);
        var result = await secondFactors.AuthenticateAsync(form.Token, form.Method, form.Code, target, cancellationToken);
        if (!result.Succeeded(out var authenticated, out var error))
            return new ErrorResult(error);
        var tokens = await logins.LoginAsync(authenticated, target, cancellationToken);
        if (tokens.Error is not null)
            return Answer(tokens);
        var renewed = devices.Renew(authenticated.User.Email, target.DeviceToken);
        if (renewed is not null)
            DeviceCookie.Append(Response, renewed, devices.Lifetime);
        if (form.TrustDevice)
            await trustedDevices.TrustAsync(authenticated.User, renewed ?? target.DeviceToken, cancellationToken);
        return Answer(tokens);
    }

    /// <summary>
    /// Confirms the login of the current session with the password or a second factor. Requests that require a recent login or a
    /// second factor are accepted afterwards.
    /// </summary>
    /// <response code="200">An access token with the new claims. The refresh token stays valid.</response>
    /// <response code="400">The password or the code is wrong, or the code was used before.</response>
    /// <response code="401">The access token is invalid, or the code is wrong, when <c>Auth:BadCredentialsStatus</c> is 401.</response>
    /// <response code="403">The access token has no session.</response>
    /// <response code="429">Too many requests, or too many wrong passwords or codes for the user; see <c>Retry-After</c>.</response>
    [HttpPost("step-up", Name = RouteNames.StepUp)]
    [ReadsFormOrJson]
    [Authorize(Policies.Tokens)]
    [Limited(RateLimits.Login)]
    [ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
    [ProducesResponseType<StepUpResponse>(StatusCodes.Status200OK)]
    [ProducesErrors(
        StatusCodes.Status400BadRequest, AuthErrorCode.UpdateUserBadCurrentPassword, AuthErrorCode.SecondFactorBadCode)]
    [ProducesErrors(StatusCodes.Status403Forbidden, CodeWithReason = AuthErrorCode.RecentLoginRequired)]
    [ProducesErrors(StatusCodes.Status429TooManyRequests, AuthErrorCode.LoginThrottled, AuthErrorCode.RateLimited)]
    [ProducesErrors(StatusCodes.Status503ServiceUnavailable, AuthErrorCode.ServerBusy)]
    public async Task<IActionResult> StepUp([FromForm] StepUpForm form, StepUp stepUp, CancellationToken cancellationToken)
    {
        var response = form is { Method: { } method, Code: { } code } ? new SecondFactorResponse(method, code, challenge: null) : null;
        return Answer(await stepUp.ConfirmAsync(form.Password, response, Backend.TargetOf(Request), cancellationToken));
    }

    /// <summary>Exchanges a single-use refresh token for new tokens (RFC 6749 §6).</summary>
    /// <response code="200">The new tokens.</response>
    /// <response code="400">
    /// The token is invalid or used, its session is not valid, or the e-mail address is not verified and login requires
    /// verification.
    /// </response>
    /// <response code="401">The e-mail address is not verified, when <c>Auth:BadCredentialsStatus</c> is 401.</response>
    /// <response code="429">Too many refreshes by the client or in the session; see <c>Retry-After</c>.</response>
    [HttpPost("refresh", Name = RouteNames.Refresh)]
    [ReadsForm]
    [Limited(RateLimits.Refresh)]
    [ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
    [ProducesResponseType<TokenResponse>(StatusCodes.Status200OK)]
    [ProducesErrors(StatusCodes.Status400BadRequest, AuthErrorCode.RefreshBadToken, AuthErrorCode.LoginUserNotVerified)]
    [ProducesErrors(StatusCodes.Status401Unauthorized, AuthErrorCode.LoginUserNotVerified)]
    [ProducesErrors(StatusCodes.Status429TooManyRequests, AuthErrorCode.RateLimited)]
    [ProducesValidationErrors]
    public async Task<IActionResult> Refresh([FromForm] RefreshForm form, CancellationToken cancellationToken) =>
        Answer(await refresher.RefreshAsync(form.RefreshToken, Backend.Strategy, cancellationToken));

    /// <summary>
    /// Exchanges the single-use code of an external login for tokens. A front end receives the code in the URL to which the login
    /// returns.
    /// </summary>
    /// <response code="200">The access and refresh tokens.</response>
    /// <response code="400">
    /// The code is invalid, expired, used or for another client, or the e-mail address is not verified and login requires
    /// verification.
    /// </response>
    /// <response code="401">The e-mail address is not verified, when <c>Auth:BadCredentialsStatus</c> is 401.</response>
    [HttpPost("exchange", Name = RouteNames.Exchange)]
    [ReadsForm]
    [Limited(RateLimits.Refresh)]
    [ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
    [ProducesResponseType<TokenResponse>(StatusCodes.Status200OK)]
    [ProducesErrors(
        StatusCodes.Status400BadRequest, AuthErrorCode.LoginBadCode, AuthErrorCode.LoginUserNotVerified, HasChallenge = true)]
    [ProducesErrors(StatusCodes.Status401Unauthorized, AuthErrorCode.LoginUserNotVerified, HasChallenge = true)]
    [ProducesErrors(StatusCodes.Status429TooManyRequests, AuthErrorCode.RateLimited)]
    [ProducesValidationErrors]
    public async Task<IActionResult> Exchange(
        [FromForm] LoginCodeForm form, LoginCodes codes, CancellationToken cancellationToken)
    {
        var secret = form.CodeVerifier ?? LoginStateCookie.Find(Request);
        var result = await codes.RedeemAsync(form.Code, Backend.Name, secret, cancellationToken);
        return result.Succeeded(out var authenticated, out var error)
            ? Answer(await logins.LoginAsync(authenticated, Backend.TargetOf(Request), cancellationToken))
            : new ErrorResult(error);
    }

    /// <summary>Revokes the session of an access or refresh token (RFC 7009).</summary>
    /// <response code="200">The session is revoked. Invalid tokens receive the same response. The body is <c>null</c>.</response>
    [HttpPost("revoke", Name = RouteNames.Revoke)]
    [ReadsForm]
    [ProducesResponseType(StatusCodes.Status200OK)]
    [ProducesValidationErrors]
    public async Task<IActionResult> Revoke([FromForm] RevokeForm form, CancellationToken cancellationToken)
    {
        foreach (var backend in backends.All)
        {
            var reading = await backend.Strategy.ReadTokenAsync(form.Token, cancellationToken);
            if (reading is not { User: { } user, SessionId: { } sessionId })
                continue;
            await sessions.EndAsync(user.Id, sessionId, cancellationToken);
            return Ok(null);
        }

        await sessions.RevokeAsync(form.Token, cancellationToken);
        return Ok(null);
    }

    /// <summary>Logs out: revokes the current session and its tokens.</summary>
    /// <response code="204">The session was revoked.</response>
    [HttpPost("logout", Name = RouteNames.Logout)]
    [JsonBodyOnly]
    [Authorize(Policies.Tokens)]
    [ProducesResponseType(StatusCodes.Status204NoContent)]
    public async Task<IActionResult> Logout(CancellationToken cancellationToken)
    {
        if (caller.SessionId is { } sessionId)
            await sessions.EndAsync(caller.User.Id, sessionId, cancellationToken);

        // A credential of another backend took precedence over that of this backend.
        if (HttpContext.Features.Get<AuthenticationBackend>() != Backend && Backend.Transport.FindToken(Request) is { } token
            && await Backend.Strategy.ReadTokenAsync(token, cancellationToken) is { User: { } user, SessionId: { } ownSessionId })
        {
            await sessions.EndAsync(user.Id, ownSessionId, cancellationToken);
        }

        return Backend.Transport.LoggedOut(Response);
    }

    private AuthenticationBackend Backend => AuthenticationBackend.OfRoute(HttpContext);

    private IActionResult Answer(Result<IssuedTokens> result) =>
        result.Succeeded(out var tokens, out var error) ? Backend.Transport.LoggedIn(Response, tokens) : new ErrorResult(error);
}
