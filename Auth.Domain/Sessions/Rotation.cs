using Auth.Domain.Users;

namespace Auth.Domain.Sessions;

/// <summary>
/// What became of a refresh token that was given; null stands for one that is unknown or whose session or user is no more.
/// </summary>
/// <param name="User">Whose session it prolongs.</param>
/// <param name="Session">The session.</param>
/// <param name="UsedAt">
/// When the token was used before, in UTC; null when this is the first time, and its successor is stored.
/// </param>
public sealed record Rotation(User User, Session Session, DateTimeOffset? UsedAt);
