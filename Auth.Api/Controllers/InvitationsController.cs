using Auth.Api.Authentication;
using Auth.Api.Binding;
using Auth.Api.Contracts;
using Auth.Api.Edge;
using Auth.Api.Errors;
using Auth.Api.OpenApi;
using Auth.Application;
using Auth.Application.Mail;
using Auth.Application.Registration;
using Auth.Application.Users;
using Auth.Domain.Mail;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace Auth.Api.Controllers;

/// <summary>Invitations, and the registration of people who were invited. See <see cref="RegistrationRoutes"/>.</summary>
[ApiController]
[JsonBodyOnly]
[Route("api")]
public sealed class InvitationsController(InvitedRegistrar registrar, MailRequests requests) : ControllerBase
{
    /// <summary>Invites a person to register. Superusers only. A newer invitation for an address replaces the older one.</summary>
    /// <response code="202">
    /// Accepted, whether or not the address is registered. If it is not, it receives an e-mail with the invitation.
    /// </response>
    [HttpPost("users/invitations", Name = RouteNames.Invite)]
    [Tags("users")]
    [Limited(RateLimits.Invite)]
    [Authorize(Policies.Superuser)]
    [ProducesResponseType(StatusCodes.Status202Accepted)]
    [ProducesErrors(StatusCodes.Status429TooManyRequests, AuthErrorCode.RateLimited)]
    [ProducesValidationErrors]
    public async Task<IActionResult> Invite(EmailRequest body, CancellationToken cancellationToken)
    {
        await requests.AcceptAsync(MailKind.InvitationRequest, body.Email.Value!, cancellationToken);
        return Accepted(value: null);
    }

    /// <summary>Registers a user who was invited. The user is verified.</summary>
    /// <response code="201">The user.</response>
    /// <response code="400">
    /// The invitation is invalid or for another address, the password violates a rule, or the e-mail address is already
    /// registered. The password and the address are checked only with a valid invitation.
    /// </response>
    [HttpPost("auth/register", Name = RouteNames.Register)]
    [Tags("auth")]
    [Limited(RateLimits.Register)]
    [ProducesResponseType<UserRead>(StatusCodes.Status201Created)]
    [ProducesErrors(
        StatusCodes.Status400BadRequest,
        AuthErrorCode.RegisterInvalidInvitation,
        AuthErrorCode.RegisterUserAlreadyExists,
        CodeWithReason = AuthErrorCode.RegisterInvalidPassword)]
    [ProducesErrors(StatusCodes.Status429TooManyRequests, AuthErrorCode.RateLimited)]
    [ProducesErrors(StatusCodes.Status503ServiceUnavailable, AuthErrorCode.ServerBusy)]
    [ProducesValidationErrors]
    public async Task<IActionResult> Register(InvitedUserCreate body, CancellationToken cancellationToken)
    {
        var result = await registrar.RegisterAsync(
            body.Email.Value!,
            body.Password.Value!,
            new UserChanges { ChangesName = true, Name = body.Name.Value, Fields = body.UserFields },
            body.Invitation.Value,
            cancellationToken);
        return result.Succeeded(out var user, out var error)
            ? StatusCode(StatusCodes.Status201Created, UserRead.From(user))
            : new ErrorResult(error);
    }
}
