using Auth.Api.Authentication;
using Auth.Api.Binding;
using Auth.Api.Contracts;
using Auth.Api.Edge;
using Auth.Api.Errors;
using Auth.Api.OpenApi;
using Auth.Application;
using Auth.Application.Login;
using Auth.Application.Login.MagicLinks;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace Auth.Api.Controllers;

/// <summary>Requests for logins by mail. See <see cref="OptionalRoutes"/>.</summary>
[ApiController]
[JsonBodyOnly]
[Route("api/auth/magic-link")]
[Tags("auth")]
public sealed class MagicLinkController(MagicLinkMails mails, AuthenticationBackends backends, IOptions<AuthOptions> options)
    : ControllerBase
{
    /// <summary>Requests a login by mail: a link and a six-digit code, which are valid for the requesting client only.</summary>
    /// <response code="202">
    /// Accepted, whether or not the address is registered. An active user receives an e-mail. If a backend uses cookies, the response
    /// also sets a cookie that replaces the request token.
    /// </response>
    /// <response code="400">The URL to return to is not permitted.</response>
    [HttpPost(Name = RouteNames.RequestMagicLink)]
    [Limited(RateLimits.MagicLink)]
    [ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
    [ProducesResponseType<MagicLinkRequested>(StatusCodes.Status202Accepted)]
    [ProducesErrors(StatusCodes.Status400BadRequest, AuthErrorCode.MagicLinkReturnUrlNotAllowed)]
    [ProducesErrors(StatusCodes.Status429TooManyRequests, AuthErrorCode.RateLimited)]
    [ProducesValidationErrors]
    public async Task<IActionResult> Begin(MagicLinkRequest body, CancellationToken cancellationToken)
    {
        var result = await mails.AcceptAsync(body.Email.Value!, body.ReturnTo.Value, cancellationToken);
        if (!result.Succeeded(out var requestToken, out var error))
            return new ErrorResult(error);
        if (backends.UseCookies)
            MagicLinkCookie.Append(Response, requestToken, options.Value.MagicLink.LifetimeSeconds);
        return Accepted(value: new MagicLinkRequested(requestToken));
    }
}

/// <summary>Logins by mail. See <see cref="OptionalRoutes"/>.</summary>
[ApiController]
[JsonBodyOnly]
[Route("api/token/magic-link")]
[Tags("auth")]
public sealed class MagicLinkLoginController(MagicLinkAuthenticator authenticator, LoginService logins) : ControllerBase
{
    private AuthenticationBackend Backend => AuthenticationBackend.OfRoute(HttpContext);

    /// <summary>
    /// Logs in with the token of a mailed link or the mailed code, from the client that requested the mail. The address is then
    /// verified.
    /// </summary>
    /// <response code="200">The access and refresh tokens.</response>
    /// <response code="400">
    /// The token or the code is wrong, expired, used or for another client, or was tried too often.
    /// </response>
    /// <response code="401">The user cannot log in, when <c>Auth:BadCredentialsStatus</c> is 401.</response>
    /// <response code="429">Too many logins, or too many wrong codes for the address; see <c>Retry-After</c>.</response>
    [HttpPost(Name = RouteNames.MagicLinkLogin)]
    [Limited(RateLimits.Login)]
    [ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
    [ProducesResponseType<TokenResponse>(StatusCodes.Status200OK)]
    [ProducesErrors(
        StatusCodes.Status400BadRequest, AuthErrorCode.LoginBadCode, AuthErrorCode.LoginBadCredentials,
        AuthErrorCode.LoginUserNotVerified, HasChallenge = true)]
    [ProducesErrors(
        StatusCodes.Status401Unauthorized, AuthErrorCode.LoginBadCredentials, AuthErrorCode.LoginUserNotVerified, HasChallenge = true)]
    [ProducesErrors(StatusCodes.Status429TooManyRequests, AuthErrorCode.LoginThrottled, AuthErrorCode.RateLimited)]
    [ProducesValidationErrors]
    public async Task<IActionResult> Login(MagicLinkLogin body, CancellationToken cancellationToken)
    {
        var proof = new MagicLinkProof(
            body.RequestToken.Value ?? MagicLinkCookie.Find(Request), body.Token.Value, body.Code.Value);
        var target = Backend.TargetOf(Request);
        var result = await authenticator.AuthenticateAsync(proof, target.DeviceToken, cancellationToken);
        if (!result.Succeeded(out var authenticated, out var error))
            return new ErrorResult(error);
        if (Backend.Transport.IsAddedByBrowsers)
            MagicLinkCookie.Delete(Response);
        var login = await logins.LoginAsync(authenticated, target, cancellationToken);
        return login.Succeeded(out var tokens, out error) ? Backend.Transport.LoggedIn(Response, tokens) : new ErrorResult(error);
    }
}
