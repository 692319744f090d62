using Auth.Application.Telemetry;
using Auth.Application.Tokens;
using Auth.Application.Users;
using Auth.Domain.Sessions;
using Auth.Domain.Users;
using Microsoft.Extensions.Options;

namespace Auth.Application.Sessions;

/// <summary>Opens, prolongs and ends sessions.</summary>
public sealed class SessionManager(
    ISessionRepository sessions,
    ITokenStrategy tokens,
    RefreshTokenCodec refreshTokens,
    IOptions<AuthOptions> options,
    TimeProvider time,
    UserEventPublisher events,
    AuthMetrics metrics)
{
    /// <summary>
    /// The difference that is allowed between the clocks of two processes. A token that was used further in the future was used
    /// before the clock was set back: its age is unknown, and it is outside the grace period.
    /// </summary>
    private static readonly TimeSpan ClockTolerance = TimeSpan.FromSeconds(5);

    /// <summary>Opens a session for a user who has just logged in.</summary>
    /// <param name="user">The user, with the password hash that the login was verified against.</param>
    /// <param name="client">Who logs in.</param>
    /// <param name="cancellationToken">Gives up; nothing is opened then.</param>
    /// <returns>
    /// Its tokens; or that the credentials are bad, when the password was changed or the user barred meanwhile.
    /// </returns>
    public async Task<Result<IssuedTokens>> OpenAsync(User user, ClientInfo client, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var session = Session.Open(user.Id, client.UserAgent, client.IpAddress, now, ExpiryOf(now, now));
        var refreshToken = RefreshTokenCodec.Create();
        if (!await sessions.OpenAsync(session, RefreshTokenCodec.Hash(refreshToken), user.HashedPassword, cancellationToken))
        {
            var refusal = AuthError.LoginBadCredentials;
            await events.PublishAsync((listener, token) => listener.AfterFailedLoginAsync(user, refusal, token));
            return refusal;
        }

        await events.PublishAsync((listener, token) => listener.AfterSessionOpenedAsync(user, session, token));
        return await IssueAsync(user, session, refreshToken, cancellationToken);
    }

    /// <summary>Gives a new pair of tokens for a refresh token (RFC 6749 §6), which is good once.</summary>
    /// <remarks>
    /// A token that comes again within <see cref="SessionOptions.RefreshGraceSeconds"/> of its first use gets the same successor:
    /// two tabs refreshed at once, or an answer was lost. Later it is in two hands, and the session ends (RFC 9700 §4.14.2).
    /// </remarks>
    /// <returns>The pair; or that the token is bad, used up, or its session over.</returns>
    public async Task<Result<IssuedTokens>> RefreshAsync(string refreshToken, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var successor = refreshTokens.Successor(refreshToken);
        var rotation = await sessions.RotateAsync(
            RefreshTokenCodec.Hash(refreshToken),
            RefreshTokenCodec.Hash(successor),
            now,
            session => ExpiryOf(session.CreatedAt, now),
            cancellationToken);
        if (rotation is not { User: var user, Session: var session })
        {
            metrics.CountRefresh(Outcome.BadToken);
            return AuthError.RefreshBadToken;
        }

        if (rotation.UsedAt is not { } usedAt)
        {
            metrics.CountRefresh(Outcome.Success);
            return await IssueAsync(user, session, successor, cancellationToken);
        }

        var age = now - usedAt;
        if (age >= -ClockTolerance && age <= TimeSpan.FromSeconds(options.Value.Sessions.RefreshGraceSeconds))
        {
            var given = await FindSuccessorAsync(refreshToken, session, cancellationToken);
            metrics.CountRefresh(given is null ? Outcome.BadToken : Outcome.Success);
            return given is null ? AuthError.RefreshBadToken : await IssueAsync(user, session, given, cancellationToken);
        }

        metrics.CountRefresh(Outcome.Reused);

        // Of several replays at once, one ends the session and tells of it.
        if (await sessions.EndAsync(user.Id, session.Id, now, cancellationToken))
            await events.PublishAsync((listener, token) => listener.AfterRefreshTokenTheftAsync(user, session, token));

        return AuthError.RefreshBadToken;
    }

    /// <summary>Ends a session of a user.</summary>
    /// <returns>False when the user has no such session that is open.</returns>
    public async Task<bool> EndAsync(Guid userId, Guid sessionId, CancellationToken cancellationToken)
    {
        if (!await sessions.EndAsync(userId, sessionId, time.GetUtcNow(), cancellationToken))
            return false;
        await TellEndAsync(userId, sessionId);
        return true;
    }

    /// <summary>Ends all sessions of a user but one.</summary>
    /// <param name="userId">Whose.</param>
    /// <param name="except">The one to keep; null to keep none.</param>
    /// <param name="cancellationToken">Gives up; nothing is ended then.</param>
    public async Task EndAllAsync(Guid userId, Guid? except, CancellationToken cancellationToken)
    {
        var count = await sessions.EndAllAsync(userId, except, time.GetUtcNow(), cancellationToken);
        if (count > 0)
            await events.PublishAsync((listener, token) => listener.AfterSessionsEndedAsync(userId, count, token));
    }

    /// <summary>
    /// Ends the session that a token belongs to (RFC 7009), be it an access or a refresh token; any other text does nothing.
    /// </summary>
    public async Task RevokeAsync(string token, CancellationToken cancellationToken)
    {
        if ((await tokens.ReadTokenAsync(token, cancellationToken)).Value is { SessionId: { } sessionId, User: var user })
        {
            await EndAsync(user.Id, sessionId, cancellationToken);
            return;
        }

        var hash = RefreshTokenCodec.Hash(token);
        if (await sessions.EndByRefreshTokenAsync(hash, time.GetUtcNow(), cancellationToken) is { } ended)
            await TellEndAsync(ended.UserId, ended.Id);
    }

    private Task TellEndAsync(Guid userId, Guid sessionId) =>
        events.PublishAsync((listener, token) => listener.AfterSessionEndedAsync(userId, sessionId, token));

    /// <summary>
    /// The token that was given for this one before; null when that was under a secret which is not known here.
    /// </summary>
    private async Task<string?> FindSuccessorAsync(string refreshToken, Session session, CancellationToken cancellationToken)
    {
        foreach (var candidate in refreshTokens.PossibleSuccessors(refreshToken))
        {
            if (await sessions.HasRefreshTokenAsync(session.Id, RefreshTokenCodec.Hash(candidate), cancellationToken))
                return candidate;
        }

        return null;
    }

    private async Task<IssuedTokens> IssueAsync(
        User user, Session session, string refreshToken, CancellationToken cancellationToken)
    {
        var accessToken = await tokens.WriteTokenAsync(user, session.Id, cancellationToken);
        metrics.CountIssuedToken(TokenKind.Access);
        metrics.CountIssuedToken(TokenKind.Refresh);
        return new(accessToken, refreshToken, options.Value.Jwt.LifetimeSeconds);
    }

    private DateTimeOffset ExpiryOf(DateTimeOffset createdAt, DateTimeOffset now)
    {
        // A client that knows of no refresh keeps its token as long as it was told.
        var lifetime = options.Value.Jwt.LifetimeSeconds;
        var idle = now.AddSeconds(Math.Max(options.Value.Sessions.IdleSeconds, lifetime));
        var end = createdAt.AddSeconds(Math.Max(options.Value.Sessions.AbsoluteSeconds, lifetime));
        return idle < end ? idle : end;
    }
}
