using System.Text.Json;
using Auth.Api.Authentication;
using Auth.Api.Binding;
using Auth.Api.Contracts;
using Auth.Api.Edge;
using Auth.Api.Errors;
using Auth.Api.OpenApi;
using Auth.Application;
using Auth.Application.Login.Passkeys;
using Auth.Application.Login.SecondFactors;
using Auth.Domain;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace Auth.Api.Controllers;

/// <summary>The current user's passkeys (WebAuthn Level 3). See <see cref="OptionalRoutes"/>.</summary>
[ApiController]
[JsonBodyOnly]
[Route("api/users/me/passkeys")]
[Tags("passkeys")]
[Authorize(Policies.Enrolment)]
public sealed class PasskeysController(
    PasskeyRegistrar registrar, PasskeyManager passkeys, RecentLogins logins, Caller caller) : ControllerBase
{
    /// <summary>Returns the options with which a browser creates a passkey.</summary>
    /// <response code="200">
    /// The options for <c>PublicKeyCredential.parseCreationOptionsFromJSON</c>. They are valid for five minutes.
    /// </response>
    /// <response code="400">The current password is wrong, or the user has the maximum number of passkeys.</response>
    /// <response code="403">The current password is missing, and the login is not recent.</response>
    [HttpPost("options", Name = RouteNames.PasskeyOptions)]
    [Limited(RateLimits.UpdateUser)]
    [ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
    [ProducesResponseType<JsonElement>(StatusCodes.Status200OK)]
    [ProducesErrors(StatusCodes.Status400BadRequest, AuthErrorCode.PasskeyTooMany)]
    [ProducesChangeErrors]
    [ProducesValidationErrors]
    public async Task<IActionResult> Options(SecondFactorChange body, CancellationToken cancellationToken)
    {
        if (await logins.CheckChangeAsync(body.CurrentPassword.Value, cancellationToken) is { } refusal)
            return new ErrorResult(refusal);
        var result = await registrar.BeginAsync(caller.User, cancellationToken);
        return result.Succeeded(out var options, out var error) ? Ok(JsonElement.Parse(options)) : new ErrorResult(error);
    }

    /// <summary>Adds a passkey.</summary>
    /// <response code="201">The passkey.</response>
    /// <response code="400">
    /// The challenge is expired or used, the credential is invalid or was added before, or the user has the maximum number.
    /// </response>
    [HttpPost(Name = RouteNames.AddPasskey)]
    [Limited(RateLimits.UpdateUser)]
    [ProducesResponseType<PasskeyRead>(StatusCodes.Status201Created)]
    [ProducesErrors(
        StatusCodes.Status400BadRequest, AuthErrorCode.PasskeyBadChallenge, AuthErrorCode.PasskeyInvalid,
        AuthErrorCode.PasskeyAlreadyRegistered, AuthErrorCode.PasskeyTooMany)]
    [ProducesErrors(StatusCodes.Status429TooManyRequests, AuthErrorCode.RateLimited)]
    [ProducesValidationErrors]
    public async Task<IActionResult> Add(PasskeyCreate body, CancellationToken cancellationToken)
    {
        var result = await registrar.AddAsync(caller.User, body.Credential.Value, body.NameOrDefault, cancellationToken);
        return result.Succeeded(out var passkey, out var error)
            ? StatusCode(StatusCodes.Status201Created, PasskeyRead.From(passkey))
            : new ErrorResult(error);
    }

    /// <summary>
    /// Returns the options with which the current user confirms the login by a passkey: the method <c>passkey</c> of the step-up.
    /// </summary>
    /// <response code="200">The options for <c>PublicKeyCredential.parseRequestOptionsFromJSON</c>.</response>
    [HttpPost("step-up-options", Name = RouteNames.PasskeyStepUpOptions)]
    [Limited(RateLimits.UpdateUser)]
    [ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
    [ProducesResponseType<JsonElement>(StatusCodes.Status200OK)]
    [ProducesErrors(StatusCodes.Status429TooManyRequests, AuthErrorCode.RateLimited)]
    public async Task<IActionResult> StepUpOptions(PasskeyAuthenticator authenticator, CancellationToken cancellationToken) =>
        Ok(JsonElement.Parse(await authenticator.BeginStepUpAsync(caller.User.Id, cancellationToken)));

    /// <summary>Lists the current user's passkeys, oldest first.</summary>
    /// <response code="200">The passkeys.</response>
    [HttpGet(Name = RouteNames.CurrentUserPasskeys)]
    [ProducesResponseType<IReadOnlyList<PasskeyRead>>(StatusCodes.Status200OK)]
    public async Task<IActionResult> List(CancellationToken cancellationToken) =>
        Ok((await passkeys.ListAsync(caller.User.Id, cancellationToken)).Select(PasskeyRead.From).ToList());

    /// <summary>Renames a passkey.</summary>
    /// <param name="id">The id of the passkey.</param>
    /// <response code="200">The passkey.</response>
    [HttpPatch("{id}", Name = RouteNames.PatchPasskey)]
    [Limited(RateLimits.UpdateUser)]
    [ProducesResponseType<PasskeyRead>(StatusCodes.Status200OK)]
    [ProducesErrors(StatusCodes.Status404NotFound)]
    [ProducesErrors(StatusCodes.Status429TooManyRequests, AuthErrorCode.RateLimited)]
    [ProducesValidationErrors]
    public async Task<IActionResult> Rename(string id, PasskeyRename body, CancellationToken cancellationToken)
    {
        if (!CanonicalGuid.TryParse(id, out var passkeyId))
            return NotFound();
        var result = await passkeys.RenameAsync(caller.User.Id, passkeyId, body.Name.Value!, cancellationToken);
        return result.Succeeded(out var passkey, out var error) ? Ok(PasskeyRead.From(passkey)) : new ErrorResult(error);
    }

    /// <summary>Removes a passkey. The user's other sessions are revoked.</summary>
    /// <param name="id">The id of the passkey.</param>
    /// <response code="204">The passkey was removed.</response>
    /// <response code="400">The user has no password, no linked account and no other passkey.</response>
    [HttpDelete("{id}", Name = RouteNames.RemovePasskey)]
    [Authorize(Policies.RecentLogin)]
    [ProducesResponseType(StatusCodes.Status204NoContent)]
    [ProducesErrors(StatusCodes.Status400BadRequest, AuthErrorCode.LastCredential)]
    [ProducesErrors(StatusCodes.Status404NotFound)]
    public async Task<IActionResult> Remove(string id, CancellationToken cancellationToken) =>
        !CanonicalGuid.TryParse(id, out var passkeyId) ? NotFound()
        : (await passkeys.RemoveAsync(caller.User.Id, passkeyId, caller.SessionId, cancellationToken)).Error is { } error
            ? new ErrorResult(error)
            : NoContent();
}
