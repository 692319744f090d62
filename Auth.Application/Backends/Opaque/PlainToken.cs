using Auth.Domain.Users;

namespace Auth.Application.Backends.Opaque;

/// <summary>Finds access tokens that fastapi-users has stored in plain text.</summary>
public interface IPlainTokenTable
{
    /// <summary>Returns a token; null if it is not stored, or if no table is configured.</summary>
    Task<PlainToken?> FindAsync(string token, CancellationToken cancellationToken);
}

/// <summary>An access token of fastapi-users. It has no session: it ends with its lifetime, or with a change of the password.</summary>
/// <param name="UserId">The user.</param>
/// <param name="IssuedAt">The time of the login, in UTC.</param>
public sealed record PlainToken(Guid UserId, DateTimeOffset IssuedAt)
{
    /// <summary>Returns the user of the token.</summary>
    public async Task<TokenReading> ReadAsync(
        IUserLookup users, TimeSpan lifetime, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (IssuedAt + lifetime <= now)
            return TokenReading.Refused(TokenRefusal.Expired);
        if (await users.FindAsync(UserId, sessionId: null, now, cancellationToken) is not { } user)
            return TokenReading.Refused(TokenRefusal.UnknownUser);
        return user.PasswordChangedAt >= IssuedAt ? TokenReading.Refused(TokenRefusal.Outdated) : TokenReading.Valid(user, null);
    }
}
