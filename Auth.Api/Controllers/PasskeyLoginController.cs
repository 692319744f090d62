using System.Text.Json;
using Auth.Api.Authentication;
using Auth.Api.Binding;
using Auth.Api.Contracts;
using Auth.Api.Edge;
using Auth.Api.Errors;
using Auth.Api.OpenApi;
using Auth.Application;
using Auth.Application.Login;
using Auth.Application.Login.Passkeys;
using Microsoft.AspNetCore.Mvc;

namespace Auth.Api.Controllers;

/// <summary>Logins with passkeys (WebAuthn Level 3). See <see cref="OptionalRoutes"/>.</summary>
[ApiController]
[JsonBodyOnly]
[Route("api/token/passkey")]
[Tags("passkeys")]
public sealed class PasskeyLoginController(PasskeyAuthenticator authenticator, LoginService logins) : ControllerBase
{
    private AuthenticationBackend Backend => AuthenticationBackend.OfRoute(HttpContext);

    /// <summary>
    /// Returns the options with which a browser logs in with a passkey. With the token of a login that requires a second factor, they
    /// name the user's passkeys.
    /// </summary>
    /// <response code="200">
    /// The options for <c>PublicKeyCredential.parseRequestOptionsFromJSON</c>. They are valid for five minutes.
    /// </response>
    /// <response code="400">The token is invalid, expired, used or for another client.</response>
    /// <response code="401">The same error as 400, when <c>Auth:BadCredentialsStatus</c> is 401.</response>
    [HttpPost("options", Name = RouteNames.PasskeyLoginOptions)]
    [Limited(RateLimits.Refresh)]
    [ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
    [ProducesResponseType<JsonElement>(StatusCodes.Status200OK)]
    [ProducesErrors(StatusCodes.Status400BadRequest, AuthErrorCode.SecondFactorBadToken)]
    [ProducesErrors(StatusCodes.Status401Unauthorized, AuthErrorCode.SecondFactorBadToken)]
    [ProducesErrors(StatusCodes.Status429TooManyRequests, AuthErrorCode.RateLimited)]
    [ProducesValidationErrors]
    public async Task<IActionResult> Options(PasskeyOptionsRequest body, CancellationToken cancellationToken)
    {
        Result<string> result = body.Token.Value is { } token
            ? await authenticator.BeginSecondFactorAsync(token, Backend.TargetOf(Request), cancellationToken)
            : authenticator.Begin(Backend.Name);
        return result.Succeeded(out var options, out var error) ? Ok(JsonElement.Parse(options)) : new ErrorResult(error);
    }

    /// <summary>Logs in with a passkey.</summary>
    /// <response code="200">The access and refresh tokens.</response>
    /// <response code="400">
    /// The challenge is expired or used, the credential is invalid, or the e-mail address is not verified and login requires
    /// verification.
    /// </response>
    /// <response code="401">The same errors as 400, when <c>Auth:BadCredentialsStatus</c> is 401.</response>
    [HttpPost(Name = RouteNames.PasskeyLogin)]
    [Limited(RateLimits.Login)]
    [ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
    [ProducesResponseType<TokenResponse>(StatusCodes.Status200OK)]
    [ProducesErrors(
        StatusCodes.Status400BadRequest, AuthErrorCode.PasskeyBadChallenge, AuthErrorCode.LoginBadCredentials,
        AuthErrorCode.LoginUserNotVerified, HasChallenge = true)]
    [ProducesErrors(
        StatusCodes.Status401Unauthorized, AuthErrorCode.LoginBadCredentials, AuthErrorCode.LoginUserNotVerified, HasChallenge = true)]
    [ProducesErrors(StatusCodes.Status429TooManyRequests, AuthErrorCode.RateLimited)]
    [ProducesValidationErrors]
    public async Task<IActionResult> Login(PasskeyLogin body, CancellationToken cancellationToken)
    {
        var result = await authenticator.AuthenticateAsync(body.Credential.Value, Backend.Name, cancellationToken);
        if (!result.Succeeded(out var authenticated, out var error))
            return new ErrorResult(error);
        var login = await logins.LoginAsync(authenticated, Backend.TargetOf(Request), cancellationToken);
        return login.Succeeded(out var tokens, out error) ? Backend.Transport.LoggedIn(Response, tokens) : new ErrorResult(error);
    }
}
