using Auth.Api.Authentication;
using Auth.Api.Binding;
using Auth.Api.Contracts;
using Auth.Api.Errors;
using Auth.Api.OpenApi;
using Auth.Application;
using Auth.Application.Login.External;
using Auth.Application.Users;
using Auth.Domain;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace Auth.Api.Controllers;

/// <summary>Linked accounts at external providers: of the current user and, for superusers, of other users.</summary>
[ApiController]
[Route("api/users")]
[Tags("external-logins")]
[JsonBodyOnly]
public sealed class LinkedAccountsController(ExternalLoginManager links, Caller caller) : ControllerBase
{
    /// <summary>Lists the current user's linked accounts, oldest first.</summary>
    /// <response code="200">The linked accounts.</response>
    [HttpGet("me/external-logins", Name = RouteNames.CurrentUserExternalLogins)]
    [Authorize(Policies.Users)]
    [ProducesResponseType<IReadOnlyList<ExternalLoginRead>>(StatusCodes.Status200OK)]
    public Task<IActionResult> ListMine(CancellationToken cancellationToken) => ListAsync(caller.User.Id, cancellationToken);

    /// <summary>Unlinks the current user's accounts at a provider. The user's other sessions are revoked.</summary>
    /// <param name="provider">The configured name of the provider.</param>
    /// <param name="accountId">The account to unlink. By default, all accounts at the provider.</param>
    /// <response code="204">The accounts were unlinked.</response>
    /// <response code="400">The user has no password and no other linked account.</response>
    [HttpDelete("me/external-logins/{provider}", Name = RouteNames.UnlinkCurrentUser)]
    [Authorize(Policies.Users)]
    [Authorize(Policies.RecentLogin)]
    [ProducesResponseType(StatusCodes.Status204NoContent)]
    [ProducesErrors(StatusCodes.Status400BadRequest, AuthErrorCode.LastCredential)]
    [ProducesErrors(StatusCodes.Status404NotFound)]
    public Task<IActionResult> UnlinkMine(
        string provider, [FromQuery(Name = "account_id")] string? accountId, CancellationToken cancellationToken) =>
        UnlinkAsync(caller.User.Id, provider, accountId, caller.SessionId, cancellationToken);

    /// <summary>Returns an access token of a provider. It is refreshed if it is expired. Requires <c>KeepTokens</c>.</summary>
    /// <param name="provider">The configured name of the provider.</param>
    /// <param name="accountId">The account. By default, the one that was linked first.</param>
    /// <response code="200">The token.</response>
    /// <response code="400">The token is expired and cannot be refreshed. The user must log in with the provider again.</response>
    [HttpPost("me/external-logins/{provider}/token", Name = RouteNames.CurrentUserProviderToken)]
    [Authorize(Policies.Users)]
    [ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
    [ProducesResponseType<ProviderTokenRead>(StatusCodes.Status200OK)]
    [ProducesErrors(StatusCodes.Status400BadRequest, AuthErrorCode.OAuthTokensExpired)]
    [ProducesErrors(StatusCodes.Status404NotFound)]
    [ProducesProviderErrors]
    public async Task<IActionResult> Token(
        string provider, [FromQuery(Name = "account_id")] string? accountId, ProviderTokenStore store,
        CancellationToken cancellationToken)
    {
        var result = await store.FindAsync(caller.User.Id, provider, accountId, cancellationToken);
        return result.Succeeded(out var tokens, out var error) ? Ok(ProviderTokenRead.From(tokens)) : new ErrorResult(error);
    }

    /// <summary>Lists the linked accounts of a user, oldest first. Superusers only.</summary>
    /// <response code="200">The linked accounts.</response>
    [HttpGet("{id}/external-logins", Name = RouteNames.UserExternalLogins)]
    [Authorize(Policies.Superuser)]
    [ProducesResponseType<IReadOnlyList<ExternalLoginRead>>(StatusCodes.Status200OK)]
    [ProducesErrors(StatusCodes.Status404NotFound)]
    public async Task<IActionResult> List(string id, UserDirectory users, CancellationToken cancellationToken) =>
        await users.FindAsync(id, cancellationToken) is { } user ? await ListAsync(user.Id, cancellationToken) : NotFound();

    /// <summary>Unlinks the accounts of a user at a provider. The user's sessions are revoked. Superusers only.</summary>
    /// <param name="id">The user's id.</param>
    /// <param name="provider">The configured name of the provider.</param>
    /// <param name="accountId">The account to unlink. By default, all accounts at the provider.</param>
    /// <response code="204">The accounts were unlinked.</response>
    /// <response code="400">The user has no password and no other linked account.</response>
    [HttpDelete("{id}/external-logins/{provider}", Name = RouteNames.UnlinkUser)]
    [Authorize(Policies.Superuser)]
    [Authorize(Policies.RecentLogin)]
    [ProducesResponseType(StatusCodes.Status204NoContent)]
    [ProducesErrors(StatusCodes.Status400BadRequest, AuthErrorCode.LastCredential)]
    [ProducesErrors(StatusCodes.Status404NotFound)]
    public async Task<IActionResult> Unlink(
        string id, string provider, [FromQuery(Name = "account_id")] string? accountId, CancellationToken cancellationToken) =>
        CanonicalGuid.TryParse(id, out var userId)
            ? await UnlinkAsync(
                userId, provider, accountId, userId == caller.User.Id ? caller.SessionId : null, cancellationToken)
            : NotFound();

    private async Task<IActionResult> ListAsync(Guid userId, CancellationToken cancellationToken) =>
        Ok((await links.ListAsync(userId, cancellationToken)).Select(ExternalLoginRead.From).ToList());

    private async Task<IActionResult> UnlinkAsync(
        Guid userId, string provider, string? accountId, Guid? keptSession, CancellationToken cancellationToken) =>
        (await links.UnlinkAsync(userId, provider, accountId, keptSession, cancellationToken)).Error is { } error
            ? new ErrorResult(error)
            : NoContent();
}
