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
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace Auth.Api.Controllers;

/// <summary>Second factors: of the current user and, for superusers, of other users.</summary>
[ApiController]
[Route("api/users")]
[Tags("second-factors")]
[JsonBodyOnly]
public sealed class SecondFactorsController(
    SecondFactorVerifier factors, SecondFactorRemover remover, TotpEnrolment enrolment, RecentLogins logins, Caller caller)
    : ControllerBase
{
    /// <summary>Lists the current user's second factors.</summary>
    /// <response code="200">The second factors. The list is empty if logins require none.</response>
    [HttpGet("me/second-factors", Name = RouteNames.CurrentUserSecondFactors)]
    [Authorize(Policies.Enrolment)]
    [ProducesResponseType<IReadOnlyList<SecondFactorRead>>(StatusCodes.Status200OK)]
    public Task<IActionResult> ListMine(CancellationToken cancellationToken) => ListAsync(caller.User.Id, cancellationToken);

    /// <summary>Creates the secret of an authenticator app. The app is used after its confirmation.</summary>
    /// <response code="200">The secret, which is shown once. An app that is in use stays in use until the confirmation.</response>
    /// <response code="400">The current password is wrong.</response>
    /// <response code="403">The current password is missing, and the login is not recent.</response>
    [HttpPost("me/totp", Name = RouteNames.BeginTotp)]
    [Authorize(Policies.Enrolment)]
    [Limited(RateLimits.UpdateUser)]
    [ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
    [ProducesResponseType<TotpRead>(StatusCodes.Status200OK)]
    [ProducesChangeErrors]
    [ProducesValidationErrors]
    public async Task<IActionResult> BeginTotp(SecondFactorChange body, CancellationToken cancellationToken) =>
        await logins.CheckChangeAsync(body.CurrentPassword.Value, cancellationToken) is { } error
            ? new ErrorResult(error)
            : Ok(TotpRead.From(await enrolment.BeginAsync(cancellationToken)));

    /// <summary>Confirms an authenticator app with one of its codes. From then on, logins require a code.</summary>
    /// <response code="200">The recovery codes, which are shown once; empty if the user has some already.</response>
    /// <response code="400">The code is wrong, or there is no app to confirm.</response>
    [HttpPost("me/totp/confirm", Name = RouteNames.ConfirmTotp)]
    [Authorize(Policies.Enrolment)]
    [Limited(RateLimits.UpdateUser)]
    [ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
    [ProducesResponseType<RecoveryCodesRead>(StatusCodes.Status200OK)]
    [ProducesErrors(StatusCodes.Status400BadRequest, AuthErrorCode.TotpBadCode)]
    [ProducesErrors(StatusCodes.Status404NotFound)]
    [ProducesErrors(StatusCodes.Status429TooManyRequests, AuthErrorCode.RateLimited)]
    [ProducesValidationErrors]
    public async Task<IActionResult> ConfirmTotp(TotpConfirmation body, CancellationToken cancellationToken) =>
        Answer(await enrolment.ConfirmAsync(body.Code.Value!, cancellationToken));

    /// <summary>Removes the current user's authenticator app. The user's other sessions are revoked.</summary>
    /// <response code="204">The app was removed, and the recovery codes with the last second factor.</response>
    /// <response code="400">The current password is wrong, or the user must have a second factor and has no other one.</response>
    /// <response code="403">The current password is missing, and the login is not recent.</response>
    [HttpDelete("me/totp", Name = RouteNames.RemoveTotp)]
    [Authorize(Policies.Users)]
    [Limited(RateLimits.UpdateUser)]
    [ProducesResponseType(StatusCodes.Status204NoContent)]
    [ProducesChangeErrors]
    [ProducesErrors(StatusCodes.Status400BadRequest, AuthErrorCode.LastCredential)]
    [ProducesErrors(StatusCodes.Status404NotFound)]
    [ProducesValidationErrors]
    public async Task<IActionResult> RemoveTotp(SecondFactorChange body, CancellationToken cancellationToken)
    {
        if (await logins.CheckChangeAsync(body.CurrentPassword.Value, cancellationToken) is { } error)
            return new ErrorResult(error);
        var result = await remover.RemoveAsync(
            caller.User.Id, TotpFactorKind.Name, byUser: true, caller.SessionId, cancellationToken);
        return result.Error is { } refusal ? new ErrorResult(refusal) : NoContent();
    }

    /// <summary>Replaces the current user's recovery codes.</summary>
    /// <response code="200">The codes, which are shown once.</response>
    /// <response code="400">The current password is wrong.</response>
    /// <response code="403">The current password is missing, and the login is not recent.</response>
    /// <response code="404">The user has no second factor.</response>
    [HttpPost("me/recovery-codes", Name = RouteNames.RenewRecoveryCodes)]
    [Authorize(Policies.Users)]
    [Limited(RateLimits.UpdateUser)]
    [ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
    [ProducesResponseType<RecoveryCodesRead>(StatusCodes.Status200OK)]
    [ProducesChangeErrors]
    [ProducesErrors(StatusCodes.Status404NotFound)]
    [ProducesValidationErrors]
    public async Task<IActionResult> RenewRecoveryCodes(SecondFactorChange body, CancellationToken cancellationToken) =>
        await logins.CheckChangeAsync(body.CurrentPassword.Value, cancellationToken) is { } error
            ? new ErrorResult(error)
            : Answer(await enrolment.RenewRecoveryCodesAsync(cancellationToken));

    /// <summary>Lists the second factors of a user. Superusers only.</summary>
    /// <response code="200">The second factors.</response>
    [HttpGet("{id}/second-factors", Name = RouteNames.UserSecondFactors)]
    [Authorize(Policies.Superuser)]
    [ProducesResponseType<IReadOnlyList<SecondFactorRead>>(StatusCodes.Status200OK)]
    [ProducesErrors(StatusCodes.Status404NotFound)]
    public async Task<IActionResult> List(string id, UserDirectory users, CancellationToken cancellationToken) =>
        await users.FindAsync(id, cancellationToken) is { } user ? await ListAsync(user.Id, cancellationToken) : NotFound();

    /// <summary>
    /// Removes all second factors of a user, for example after the loss of a phone. The user's sessions are revoked. Superusers only.
    /// </summary>
    /// <response code="204">The second factors were removed.</response>
    /// <response code="400">The user could no longer log in.</response>
    [HttpDelete("{id}/second-factors", Name = RouteNames.RemoveUserSecondFactors)]
    [Authorize(Policies.Superuser)]
    [Authorize(Policies.RecentLogin)]
    [ProducesResponseType(StatusCodes.Status204NoContent)]
    [ProducesErrors(StatusCodes.Status400BadRequest, AuthErrorCode.LastCredential)]
    [ProducesErrors(StatusCodes.Status403Forbidden, CodeWithReason = AuthErrorCode.RecentLoginRequired)]
    [ProducesErrors(StatusCodes.Status404NotFound)]
    public Task<IActionResult> RemoveAll(string id, CancellationToken cancellationToken) =>
        RemoveAsync(id, method: null, cancellationToken);

    /// <summary>Removes the second factors of one kind of a user. The user's sessions are revoked. Superusers only.</summary>
    /// <param name="id">The user's id.</param>
    /// <param name="method">The kind: <c>totp</c> or <c>recovery_code</c>.</param>
    /// <response code="204">The second factors were removed.</response>
    /// <response code="400">The user could no longer log in.</response>
    [HttpDelete("{id}/second-factors/{method}", Name = RouteNames.RemoveUserSecondFactor)]
    [Authorize(Policies.Superuser)]
    [Authorize(Policies.RecentLogin)]
    [ProducesResponseType(StatusCodes.Status204NoContent)]
    [ProducesErrors(StatusCodes.Status400BadRequest, AuthErrorCode.LastCredential)]
    [ProducesErrors(StatusCodes.Status403Forbidden, CodeWithReason = AuthErrorCode.RecentLoginRequired)]
    [ProducesErrors(StatusCodes.Status404NotFound)]
    public Task<IActionResult> Remove(string id, string method, CancellationToken cancellationToken) =>
        RemoveAsync(id, method, cancellationToken);

    private async Task<IActionResult> ListAsync(Guid userId, CancellationToken cancellationToken) =>
        Ok((await factors.ListAsync(userId, cancellationToken)).Select(SecondFactorRead.From).ToList());

    private async Task<IActionResult> RemoveAsync(string id, string? method, CancellationToken cancellationToken)
    {
        if (!CanonicalGuid.TryParse(id, out var userId))
            return NotFound();
        var isOwn = userId == caller.User.Id;
        var result = await remover.RemoveAsync(userId, method, isOwn, isOwn ? caller.SessionId : null, cancellationToken);
        return result.Error is { } error ? new ErrorResult(error) : NoContent();
    }

    private IActionResult Answer(Result<RecoveryCodes> result) =>
        result.Succeeded(out var codes, out var error) ? Ok(new RecoveryCodesRead(codes.Codes)) : new ErrorResult(error);
}
