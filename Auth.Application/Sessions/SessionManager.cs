using Auth.Application.Backends;
using Auth.Application.Backends.Opaque;
using Auth.Application.Events;
using Auth.Domain.Events;
using Auth.Domain.Sessions;
using Auth.Domain.Users;
using Microsoft.Extensions.Options;

namespace Auth.Application.Sessions;

/// <summary>Creates and revokes sessions.</summary>
public sealed class SessionManager(
    ISessionRepository sessions,
    Caller caller,
    IOptions<AuthOptions> options,
    TimeProvider time,
    IUnitOfWork unitOfWork,
    AccountEventPublisher events)
{
    /// <summary>Prepares a session for an authenticated user: creates its tokens.</summary>
    /// <param name="user">The user, with the security stamp at the time of authentication.</param>
    /// <param name="methods">The methods that proved the user's identity.</param>
    /// <param name="strategy">The strategy of the access token.</param>
    /// <param name="isRefreshable">Whether to issue a refresh token. Otherwise the session ends with its access token.</param>
    /// <exception cref="TokenStoreUnavailableException">The store of the access token cannot be reached.</exception>
    public async Task<NewSession> PrepareAsync(
        User user, AuthenticationMethods methods, ITokenStrategy strategy, bool isRefreshable)
    {
        var now = time.GetUtcNow();
        var expiresAt = isRefreshable ? ExpiryOf(strategy, now, now) : now + strategy.Lifetime;
        var session = Session.Open(user.Id, caller.UserAgent, caller.IpAddress, now, expiresAt, methods);
        var accessToken = strategy.CreateToken(user, session);
        await strategy.StoreTokenAsync(accessToken, session);
        return new(user, session, strategy, accessToken, isRefreshable ? OpaqueToken.Create() : null);
    }

    /// <summary>Creates a prepared session.</summary>
    /// <returns>
    /// The tokens. <see cref="AuthError.LoginBadCredentials"/> if the stamp has changed or the user is no longer active.
    /// </returns>
    public Task<Result<IssuedTokens>> OpenAsync(NewSession prepared, CancellationToken cancellationToken)
    {
        var (user, session, strategy, accessToken, refreshToken) = prepared;
        return unitOfWork.ExecuteAsync<IssuedTokens>(
            async token =>
            {
                var hash = refreshToken is null ? null : OpaqueToken.Hash(refreshToken);
                if (!await sessions.OpenAsync(session, hash, user.SecurityStamp, options.Value.Sessions.MaxPerUser, token))
                    return AuthError.LoginBadCredentials;
                await events.PublishAsync(new LoginSucceeded(user, session.Id), token);
                return Issue(strategy, session, accessToken, refreshToken);
            },
            cancellationToken);
    }

    /// <summary>Returns a page of the valid sessions of a user, most recently used first.</summary>
    public Task<IReadOnlyList<Session>> ListAsync(Guid userId, SessionPage page, CancellationToken cancellationToken) =>
        sessions.ListAsync(userId, page, time.GetUtcNow(), cancellationToken);

    /// <summary>Revokes a session of a user.</summary>
    /// <returns>False if the user has no such valid session.</returns>
    public async Task<bool> EndAsync(Guid userId, Guid sessionId, CancellationToken cancellationToken)
    {
        var ended = false;
        await unitOfWork.ExecuteAsync(
            async token =>
            {
                ended = await sessions.EndAsync(userId, sessionId, time.GetUtcNow(), token);
                if (ended)
                    await events.PublishAsync(new SessionEnded(userId, sessionId), token);
            },
            cancellationToken);
        return ended;
    }

    /// <summary>Revokes all sessions of a user except one.</summary>
    /// <param name="userId">The user.</param>
    /// <param name="except">The session to keep; null to keep none.</param>
    public Task EndAllAsync(Guid userId, Guid? except, CancellationToken cancellationToken) => unitOfWork.ExecuteAsync(
        async token =>
        {
            var count = await sessions.EndAllAsync(userId, except, time.GetUtcNow(), token);
            if (count > 0)
                await events.PublishAsync(new SessionsEnded(userId, count), token);
        },
        cancellationToken);

    /// <summary>Revokes the session of a refresh token (RFC 7009). Any other text has no effect.</summary>
    public Task RevokeAsync(string refreshToken, CancellationToken cancellationToken)
    {
        var hash = OpaqueToken.Hash(refreshToken);
        return unitOfWork.ExecuteAsync(
            async token =>
            {
                if (await sessions.EndByRefreshTokenAsync(hash, time.GetUtcNow(), token) is { } ended)
                    await events.PublishAsync(new SessionEnded(ended.UserId, ended.Id), token);
            },
            cancellationToken);
    }

    /// <summary>Adds an access token to the session in the database.</summary>
    internal IssuedTokens Issue(ITokenStrategy strategy, Session session, CreatedAccessToken accessToken, string? refreshToken)
    {
        if (accessToken.StoredHash is { } hash)
            sessions.Add(AccessToken.Issue(hash, session.Id, time.GetUtcNow() + strategy.Lifetime));
        return new(accessToken.Value, refreshToken, (int)strategy.Lifetime.TotalSeconds);
    }

    /// <summary>Returns the end of a session that is used now and not again.</summary>
    internal DateTimeOffset ExpiryOf(ITokenStrategy strategy, DateTimeOffset createdAt, DateTimeOffset now)
    {
        // A client that does not refresh keeps its access token until the token expires.
        var lifetime = strategy.Lifetime.TotalSeconds;
        var idle = now.AddSeconds(Math.Max(options.Value.Sessions.IdleSeconds, lifetime));
        var end = createdAt.AddSeconds(Math.Max(options.Value.Sessions.AbsoluteSeconds, lifetime));
        return idle < end ? idle : end;
    }
}

/// <summary>A session that is not yet created.</summary>
/// <param name="User">The user, with the security stamp at the time of authentication.</param>
/// <param name="Session">The session.</param>
/// <param name="Strategy">The strategy of the access token.</param>
/// <param name="AccessToken">The access token.</param>
/// <param name="RefreshToken">The refresh token; null if the session is not refreshed.</param>
public sealed record NewSession(
    User User, Session Session, ITokenStrategy Strategy, CreatedAccessToken AccessToken, string? RefreshToken);

/// <summary>The tokens of a session (RFC 6749 §5.1).</summary>
/// <param name="AccessToken">The token that authorizes requests.</param>
/// <param name="RefreshToken">The single-use token that is exchanged for new tokens; null if the session is not refreshed.</param>
/// <param name="ExpiresIn">The lifetime of the access token in seconds.</param>
public sealed record IssuedTokens(string AccessToken, string? RefreshToken, int ExpiresIn);
