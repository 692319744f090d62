using Auth.Api.Authentication;
using Auth.Api.Binding;
using Auth.Api.Contracts;
using Auth.Api.Edge;
using Auth.Api.Errors;
using Auth.Api.OpenApi;
using Auth.Application;
using Auth.Application.Login.SecondFactors;
using Auth.Application.Users;
using Auth.Domain;
using Auth.Domain.Users;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace Auth.Api.Controllers;

/// <summary>The current user and, for superusers, other users.</summary>
[ApiController]
[JsonBodyOnly]
[Route("api/users")]
[Tags("users")]
public sealed class UsersController(Caller caller) : ControllerBase
{
    /// <summary>Lists users ordered by e-mail address. Superusers only.</summary>
    /// <response code="200">A page of users.</response>
    [HttpGet(Name = RouteNames.ListUsers)]
    [Authorize(Policies.Superuser)]
    [ProducesResponseType<UserPage>(StatusCodes.Status200OK)]
    [ProducesValidationErrors]
    public async Task<IActionResult> List(
        [FromQuery] UserListQuery query, UserDirectory users, CancellationToken cancellationToken)
    {
        var (found, total) = await users.ListAsync(
            query.Filter, query.After, query.ReadLimit, query.Count, cancellationToken);
        return Ok(query.ToPage(found, total));
    }

    /// <summary>Returns the current user.</summary>
    /// <response code="200">The current user.</response>
    [HttpGet("me", Name = RouteNames.CurrentUser)]
    [Authorize(Policies.Enrolment)]
    [ProducesResponseType<UserRead>(StatusCodes.Status200OK)]
    public IActionResult Me() => Ok(UserRead.From(caller.User));

    /// <summary>Updates the current user. The flags are validated but not applied.</summary>
    /// <response code="200">The updated user.</response>
    /// <response code="400">
    /// The current password is required and missing or wrong, the new password violates a rule, or the e-mail address is already
    /// registered.
    /// </response>
    [HttpPatch("me", Name = RouteNames.PatchCurrentUser)]
    [Limited(RateLimits.UpdateUser)]
    [Authorize(Policies.Users)]
    [ProducesResponseType<UserRead>(StatusCodes.Status200OK)]
    [ProducesErrors(
        StatusCodes.Status400BadRequest,
        AuthErrorCode.UpdateUserBadCurrentPassword,
        AuthErrorCode.UpdateUserEmailAlreadyExists,
        CodeWithReason = AuthErrorCode.UpdateUserInvalidPassword)]
    [ProducesErrors(StatusCodes.Status429TooManyRequests, AuthErrorCode.LoginThrottled, AuthErrorCode.RateLimited)]
    [ProducesErrors(StatusCodes.Status503ServiceUnavailable, AuthErrorCode.ServerBusy)]
    [ProducesValidationErrors]
    public async Task<IActionResult> UpdateMe(
        UserUpdate body, UserEditor editor, RecentLogins logins, CancellationToken cancellationToken)
    {
        var changesCredentials = body.Password.Value is not null || (body.Email.Value is { } email && email.Value != caller.User.Email);
        if (changesCredentials && await logins.CheckAgeAsync(cancellationToken) is { } error)
            return new ErrorResult(error);
        return Answer(await editor.UpdateSelfAsync(
            caller.User, body.OwnChanges(), body.Password.Value, body.CurrentPassword.Value, caller.SessionId,
            cancellationToken));
    }

    /// <summary>Returns a user. Superusers only.</summary>
    /// <response code="200">The user.</response>
    [HttpGet("{id}", Name = RouteNames.User)]
    [Authorize(Policies.Superuser)]
    [ProducesResponseType<UserRead>(StatusCodes.Status200OK)]
    [ProducesErrors(StatusCodes.Status404NotFound)]
    public async Task<IActionResult> Get(string id, UserDirectory users, CancellationToken cancellationToken) =>
        await users.FindAsync(id, cancellationToken) is { } user ? Ok(UserRead.From(user)) : NotFound();

    /// <summary>
    /// Updates a user. Superusers only. The current password is not required, even for the superuser's own account.
    /// </summary>
    /// <response code="200">The updated user.</response>
    /// <response code="400">
    /// The new password violates a rule, the e-mail address is already registered, or the user is the last active superuser.
    /// </response>
    [HttpPatch("{id}", Name = RouteNames.PatchUser)]
    [Limited(RateLimits.UpdateUser)]
    [Authorize(Policies.Superuser)]
    [Authorize(Policies.RecentLogin)]
    [ProducesResponseType<UserRead>(StatusCodes.Status200OK)]
    [ProducesErrors(
        StatusCodes.Status400BadRequest,
        AuthErrorCode.UpdateUserEmailAlreadyExists,
        AuthErrorCode.LastSuperuser,
        CodeWithReason = AuthErrorCode.UpdateUserInvalidPassword)]
    [ProducesErrors(StatusCodes.Status404NotFound)]
    [ProducesErrors(StatusCodes.Status429TooManyRequests, AuthErrorCode.RateLimited)]
    [ProducesErrors(StatusCodes.Status503ServiceUnavailable, AuthErrorCode.ServerBusy)]
    [ProducesValidationErrors]
    public async Task<IActionResult> Update(
        string id, UserAdminUpdate body, UserDirectory users, UserEditor editor, CancellationToken cancellationToken) =>
        await users.FindAsync(id, cancellationToken) is { } user
            ? Answer(await editor.UpdateAsync(
                user,
                body.AllChanges(),
                body.Password.Value,
                user.Id == caller.User.Id ? caller.SessionId : null,
                cancellationToken))
            : NotFound();

    /// <summary>Deletes a user. The user's tokens become invalid. Superusers only.</summary>
    /// <response code="204">The user was deleted.</response>
    /// <response code="400">The user is the last active superuser.</response>
    [HttpDelete("{id}", Name = RouteNames.DeleteUser)]
    [Authorize(Policies.Superuser)]
    [Authorize(Policies.RecentLogin)]
    [ProducesResponseType(StatusCodes.Status204NoContent)]
    [ProducesErrors(StatusCodes.Status400BadRequest, AuthErrorCode.LastSuperuser)]
    [ProducesErrors(StatusCodes.Status404NotFound)]
    public async Task<IActionResult> Delete(string id, UserEditor editor, CancellationToken cancellationToken) =>
        !CanonicalGuid.TryParse(id, out var userId) ? NotFound()
        : (await editor.DeleteAsync(userId, cancellationToken)).Error is { } error ? new ErrorResult(error)
        : NoContent();

    private IActionResult Answer(Result<User> result) =>
        result.Succeeded(out var user, out var error) ? Ok(UserRead.From(user)) : new ErrorResult(error);
}
