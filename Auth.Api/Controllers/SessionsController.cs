using Auth.Api.Authentication;
using Auth.Api.Binding;
using Auth.Api.Contracts;
using Auth.Api.OpenApi;
using Auth.Application;
using Auth.Application.Sessions;
using Auth.Application.Users;
using Auth.Domain;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace Auth.Api.Controllers;

/// <summary>Sessions of the current user and, for superusers, of other users.</summary>
[ApiController]
[Route("api/users")]
[Tags("sessions")]
[JsonBodyOnly]
public sealed class SessionsController(SessionManager sessions, UserDirectory users, Caller caller) : ControllerBase
{
    /// <summary>Lists the current user's sessions, most recently used first.</summary>
    /// <response code="200">
    /// A page of sessions. The <c>Link</c> header contains the URL of the next page, if any (RFC 8288).
    /// </response>
    [HttpGet("me/sessions", Name = RouteNames.CurrentUserSessions)]
    [Authorize(Policies.Users)]
    [ProducesResponseType<IReadOnlyList<SessionRead>>(StatusCodes.Status200OK)]
    [ProducesValidationErrors]
    public Task<IActionResult> ListMine([FromQuery] SessionListQuery query, CancellationToken cancellationToken) =>
        ListAsync(caller.User.Id, query, cancellationToken);

    /// <summary>Revokes all sessions of the current user except the session of this request.</summary>
    /// <response code="204">The sessions were revoked.</response>
    [HttpDelete("me/sessions", Name = RouteNames.EndCurrentUserSessions)]
    [Authorize(Policies.Users)]
    [ProducesResponseType(StatusCodes.Status204NoContent)]
    public async Task<IActionResult> EndMyOthers(CancellationToken cancellationToken)
    {
        await sessions.EndAllAsync(caller.User.Id, caller.SessionId, cancellationToken);
        return NoContent();
    }

    /// <summary>Revokes a session of the current user.</summary>
    /// <response code="204">The session was revoked.</response>
    [HttpDelete("me/sessions/{sid}", Name = RouteNames.EndCurrentUserSession)]
    [Authorize(Policies.Users)]
    [ProducesResponseType(StatusCodes.Status204NoContent)]
    [ProducesErrors(StatusCodes.Status404NotFound)]
    public Task<IActionResult> EndMine(string sid, CancellationToken cancellationToken) =>
        EndAsync(caller.User.Id, sid, cancellationToken);

    /// <summary>Lists a user's sessions, most recently used first. Superusers only.</summary>
    /// <response code="200">
    /// A page of sessions. The <c>Link</c> header contains the URL of the next page, if any (RFC 8288).
    /// </response>
    [HttpGet("{id}/sessions", Name = RouteNames.UserSessions)]
    [Authorize(Policies.Superuser)]
    [ProducesResponseType<IReadOnlyList<SessionRead>>(StatusCodes.Status200OK)]
    [ProducesErrors(StatusCodes.Status404NotFound)]
    [ProducesValidationErrors]
    public async Task<IActionResult> List(string id, [FromQuery] SessionListQuery query, CancellationToken cancellationToken) =>
        await users.FindAsync(id, cancellationToken) is { } user ? await ListAsync(user.Id, query, cancellationToken) : NotFound();

    /// <summary>Revokes all sessions of a user. Superusers only.</summary>
    /// <response code="204">The sessions were revoked.</response>
    [HttpDelete("{id}/sessions", Name = RouteNames.EndUserSessions)]
    [Authorize(Policies.Superuser)]
    [ProducesResponseType(StatusCodes.Status204NoContent)]
    [ProducesErrors(StatusCodes.Status404NotFound)]
    public async Task<IActionResult> EndAll(string id, CancellationToken cancellationToken)
    {
        if (await users.FindAsync(id, cancellationToken) is not { } user)
            return NotFound();
        await sessions.EndAllAsync(user.Id, except: null, cancellationToken);
        return NoContent();
    }

    /// <summary>Revokes a session of a user. Superusers only.</summary>
    /// <response code="204">The session was revoked.</response>
    [HttpDelete("{id}/sessions/{sid}", Name = RouteNames.EndUserSession)]
    [Authorize(Policies.Superuser)]
    [ProducesResponseType(StatusCodes.Status204NoContent)]
    [ProducesErrors(StatusCodes.Status404NotFound)]
    public async Task<IActionResult> End(string id, string sid, CancellationToken cancellationToken) =>
        CanonicalGuid.TryParse(id, out var userId) ? await EndAsync(userId, sid, cancellationToken) : NotFound();

    private async Task<IActionResult> EndAsync(Guid userId, string sid, CancellationToken cancellationToken) =>
        CanonicalGuid.TryParse(sid, out var sessionId) && await sessions.EndAsync(userId, sessionId, cancellationToken)
            ? NoContent()
            : NotFound();

    private async Task<IActionResult> ListAsync(Guid userId, SessionListQuery query, CancellationToken cancellationToken)
    {
        var found = await sessions.ListAsync(userId, query.Page, cancellationToken);
        if (query.CursorAfter(found) is { } cursor)
            Response.Headers.Link = $"<{Request.PathBase}{Request.Path}?limit={query.Limit}&cursor={cursor}>; rel=\"next\"";
        return Ok(found.Take(query.Limit).Select(session => SessionRead.From(session, caller.SessionId)).ToList());
    }
}
