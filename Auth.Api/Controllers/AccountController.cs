using Auth.Api.Binding;
using Auth.Api.Contracts;
using Auth.Api.Edge;
using Auth.Api.Errors;
using Auth.Api.OpenApi;
using Auth.Application;
using Auth.Application.Mail;
using Auth.Application.Users;
using Auth.Domain.Mail;
using Microsoft.AspNetCore.Mvc;

namespace Auth.Api.Controllers;

/// <summary>Registration, e-mail verification, password reset and e-mail recovery, without an access token.</summary>
[ApiController]
[JsonBodyOnly]
[Route("api/auth")]
[Tags("auth")]
public sealed class AccountController(
    UserRegistrar registrar, UserVerifier verifier, PasswordResetter resetter, EmailRecoverer recoverer, MailRequests requests,
    Caller caller) : ControllerBase
{
    /// <summary>Registers a user.</summary>
    /// <response code="201">The user.</response>
    /// <response code="400">The password violates a rule, or the e-mail address is already registered.</response>
    [HttpPost("register", Name = RouteNames.Register)]
    [Limited(RateLimits.Register)]
    [ProducesResponseType<UserRead>(StatusCodes.Status201Created)]
    [ProducesErrors(
        StatusCodes.Status400BadRequest,
        AuthErrorCode.RegisterUserAlreadyExists,
        CodeWithReason = AuthErrorCode.RegisterInvalidPassword)]
    [ProducesErrors(StatusCodes.Status429TooManyRequests, AuthErrorCode.RateLimited)]
    [ProducesErrors(StatusCodes.Status503ServiceUnavailable, AuthErrorCode.ServerBusy)]
    [ProducesValidationErrors]
    public async Task<IActionResult> Register(UserCreate body, CancellationToken cancellationToken)
    {
        var result = await registrar.RegisterAsync(
            body.Email.Value!, body.Password.Value!, body.Name.Value, body.UserFields, cancellationToken);
        return result.Succeeded(out var user, out var error)
            ? StatusCode(StatusCodes.Status201Created, UserRead.From(user))
            : new ErrorResult(error);
    }

    /// <summary>Requests a verification token by e-mail.</summary>
    /// <response code="202">
    /// Accepted, whether or not the address is registered. An active, unverified user receives an e-mail.
    /// </response>
    [HttpPost("request-verify-token", Name = RouteNames.RequestVerifyToken)]
    [Limited(RateLimits.RequestVerifyToken)]
    [ProducesResponseType(StatusCodes.Status202Accepted)]
    [ProducesErrors(StatusCodes.Status429TooManyRequests, AuthErrorCode.RateLimited)]
    [ProducesValidationErrors]
    public Task<IActionResult> RequestVerifyToken(EmailRequest body, CancellationToken cancellationToken) =>
        AcceptAsync(MailKind.VerificationRequest, body, cancellationToken);

    /// <summary>
    /// Verifies an e-mail address with a mailed token. The user's sessions are revoked, except the one of the request's access
    /// token, if it has one.
    /// </summary>
    /// <response code="200">The user.</response>
    /// <response code="400">The token is invalid, or the user is already verified.</response>
    [HttpPost("verify", Name = RouteNames.Verify)]
    [ProducesResponseType<UserRead>(StatusCodes.Status200OK)]
    [ProducesErrors(StatusCodes.Status400BadRequest, AuthErrorCode.VerifyUserBadToken, AuthErrorCode.VerifyUserAlreadyVerified)]
    [ProducesValidationErrors]
    public async Task<IActionResult> Verify(VerifyRequest body, CancellationToken cancellationToken)
    {
        var result = await verifier.VerifyAsync(body.Token.Value!, caller.SessionId, cancellationToken);
        return result.Succeeded(out var user, out var error) ? Ok(UserRead.From(user)) : new ErrorResult(error);
    }

    /// <summary>Requests a password reset token by e-mail.</summary>
    /// <response code="202">Accepted, whether or not the address is registered. An active user receives an e-mail.</response>
    [HttpPost("forgot-password", Name = RouteNames.ForgotPassword)]
    [Limited(RateLimits.ForgotPassword)]
    [ProducesResponseType(StatusCodes.Status202Accepted)]
    [ProducesErrors(StatusCodes.Status429TooManyRequests, AuthErrorCode.RateLimited)]
    [ProducesValidationErrors]
    public Task<IActionResult> ForgotPassword(EmailRequest body, CancellationToken cancellationToken) =>
        AcceptAsync(MailKind.ResetRequest, body, cancellationToken);

    /// <summary>Sets a new password with the token from the e-mail.</summary>
    /// <response code="200">The password was changed. The body is <c>null</c>.</response>
    /// <response code="400">
    /// The token is invalid, or the password violates a rule. The password is checked only with a valid token.
    /// </response>
    [HttpPost("reset-password", Name = RouteNames.ResetPassword)]
    [Limited(RateLimits.ResetPassword)]
    [ProducesResponseType(StatusCodes.Status200OK)]
    [ProducesErrors(
        StatusCodes.Status400BadRequest,
        AuthErrorCode.ResetPasswordBadToken,
        CodeWithReason = AuthErrorCode.ResetPasswordInvalidPassword)]
    [ProducesErrors(StatusCodes.Status429TooManyRequests, AuthErrorCode.RateLimited)]
    [ProducesErrors(StatusCodes.Status503ServiceUnavailable, AuthErrorCode.ServerBusy)]
    [ProducesValidationErrors]
    public async Task<IActionResult> ResetPassword(ResetRequest body, CancellationToken cancellationToken)
    {
        var result = await resetter.ResetAsync(body.Token.Value!, body.Password.Value!, cancellationToken);
        return result.Succeeded(out _, out var error) ? Ok(null) : new ErrorResult(error);
    }

    /// <summary>
    /// Restores the previous e-mail address with the token from the notice of a change, sets a new password and revokes all
    /// sessions.
    /// </summary>
    /// <response code="200">The user.</response>
    /// <response code="400">
    /// The token is invalid, the password violates a rule, or the previous address is registered by another user. The password
    /// and the address are checked only with a valid token.
    /// </response>
    [HttpPost("recover-email", Name = RouteNames.RecoverEmail)]
    [ProducesResponseType<UserRead>(StatusCodes.Status200OK)]
    [ProducesErrors(
        StatusCodes.Status400BadRequest,
        AuthErrorCode.RecoverEmailBadToken,
        AuthErrorCode.RecoverEmailAlreadyExists,
        CodeWithReason = AuthErrorCode.RecoverEmailInvalidPassword)]
    [ProducesErrors(StatusCodes.Status503ServiceUnavailable, AuthErrorCode.ServerBusy)]
    [ProducesValidationErrors]
    public async Task<IActionResult> RecoverEmail(ResetRequest body, CancellationToken cancellationToken)
    {
        var result = await recoverer.RecoverAsync(body.Token.Value!, body.Password.Value!, cancellationToken);
        return result.Succeeded(out var user, out var error) ? Ok(UserRead.From(user)) : new ErrorResult(error);
    }

    private async Task<IActionResult> AcceptAsync(MailKind kind, EmailRequest body, CancellationToken cancellationToken)
    {
        await requests.AcceptAsync(kind, body.Email.Value!, cancellationToken);
        return Accepted(value: null);
    }
}
