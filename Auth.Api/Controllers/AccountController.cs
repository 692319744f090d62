using Auth.Api.Contracts;
using Auth.Api.Errors;
using Auth.Api.OpenApi;
using Auth.Api.Traffic;
using Auth.Application.Audit;
using Auth.Application.Background;
using Auth.Application.Users;
using Microsoft.AspNetCore.Mvc;

namespace Auth.Api.Controllers;

/// <summary>What people without a token do about their account: register, verify their address, reset their password.</summary>
[ApiController]
[NotAForm]
[Route("api/auth")]
[Tags("auth")]
public sealed class AccountController(
    UserRegistrar registrar, UserVerifier verifier, PasswordResetter resetter, WorkQueue<TokenRequest> requests,
    CurrentCaller caller) : ControllerBase
{
    /// <summary>Registers a user.</summary>
    /// <response code="201">The user.</response>
    /// <response code="400">The password breaks a rule, or another user has the address.</response>
    [HttpPost("register", Name = RouteNames.Register)]
    [Limited(RateLimits.Register)]
    [ProducesResponseType<UserRead>(StatusCodes.Status201Created)]
    [ProducesErrors(StatusCodes.Status400BadRequest, "REGISTER_USER_ALREADY_EXISTS", "REGISTER_INVALID_PASSWORD:reason")]
    [ProducesErrors(StatusCodes.Status429TooManyRequests, RateLimits.Refusal)]
    [ProducesErrors(StatusCodes.Status503ServiceUnavailable, ErrorHandling.ServerBusy)]
    [ProducesValidationErrors]
    public async Task<IActionResult> Register(UserCreate body, CancellationToken cancellationToken)
    {
        var result = await registrar.RegisterAsync(
            body.Email.Value!, body.Password.Value!, body.Name.Value, cancellationToken);
        return result.Succeeded(out var user, out var error)
            ? StatusCode(StatusCodes.Status201Created, UserRead.From(user))
            : new ErrorResult(error);
    }

    /// <summary>Asks for a verification token by mail.</summary>
    /// <response code="202">Noted, whoever's the address is: an active user who is not verified gets a mail.</response>
    [HttpPost("request-verify-token", Name = RouteNames.RequestVerifyToken)]
    [Limited(RateLimits.RequestVerifyToken)]
    [ProducesResponseType(StatusCodes.Status202Accepted)]
    [ProducesErrors(StatusCodes.Status429TooManyRequests, RateLimits.Refusal)]
    [ProducesValidationErrors]
    public IActionResult RequestVerifyToken(EmailRequest body) => Queue(TokenPurpose.Verify, body);

    /// <summary>Verifies an address with the token from the mail.</summary>
    /// <response code="200">The user.</response>
    /// <response code="400">The token is bad, or the user is verified already.</response>
    [HttpPost("verify", Name = RouteNames.Verify)]
    [ProducesResponseType<UserRead>(StatusCodes.Status200OK)]
    [ProducesErrors(StatusCodes.Status400BadRequest, "VERIFY_USER_BAD_TOKEN", "VERIFY_USER_ALREADY_VERIFIED")]
    [ProducesValidationErrors]
    public async Task<IActionResult> Verify(VerifyRequest body, CancellationToken cancellationToken)
    {
        var result = await verifier.VerifyAsync(body.Token.Value!, cancellationToken);
        return result.Succeeded(out var user, out var error) ? Ok(UserRead.From(user)) : new ErrorResult(error);
    }

    /// <summary>Asks for a reset token by mail.</summary>
    /// <response code="202">Noted, whoever's the address is: a mail goes out if it is an active user's.</response>
    [HttpPost("forgot-password", Name = RouteNames.ForgotPassword)]
    [Limited(RateLimits.ForgotPassword)]
    [ProducesResponseType(StatusCodes.Status202Accepted)]
    [ProducesErrors(StatusCodes.Status429TooManyRequests, RateLimits.Refusal)]
    [ProducesValidationErrors]
    public IActionResult ForgotPassword(EmailRequest body) => Queue(TokenPurpose.ResetPassword, body);

    /// <summary>Sets another password with the token from the mail.</summary>
    /// <response code="200">Done; the body is <c>null</c>.</response>
    /// <response code="400">The token is bad or, told after that, the password breaks a rule.</response>
    [HttpPost("reset-password", Name = RouteNames.ResetPassword)]
    [Limited(RateLimits.ResetPassword)]
    [ProducesResponseType(StatusCodes.Status200OK)]
    [ProducesErrors(StatusCodes.Status400BadRequest, "RESET_PASSWORD_BAD_TOKEN", "RESET_PASSWORD_INVALID_PASSWORD:reason")]
    [ProducesErrors(StatusCodes.Status429TooManyRequests, RateLimits.Refusal)]
    [ProducesErrors(StatusCodes.Status503ServiceUnavailable, ErrorHandling.ServerBusy)]
    [ProducesValidationErrors]
    public async Task<IActionResult> ResetPassword(ResetPasswordRequest body, CancellationToken cancellationToken)
    {
        var result = await resetter.ResetAsync(body.Token.Value!, body.Password.Value!, cancellationToken);
        return result.Succeeded(out _, out var error) ? Ok(null) : new ErrorResult(error);
    }

    private AcceptedResult Queue(TokenPurpose purpose, EmailRequest body)
    {
        requests.Enqueue(new TokenRequest(purpose, body.Email.Value!.Value, caller.Value));
        return Accepted(value: null);
    }
}
