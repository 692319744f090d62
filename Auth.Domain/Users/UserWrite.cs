namespace Auth.Domain.Users;

/// <summary>What became of a change to a user.</summary>
/// <param name="Outcome">Whether it was stored, and if not, why.</param>
/// <param name="User">The user as stored now; null when there is none.</param>
public sealed record UserWrite(UserWriteOutcome Outcome, User? User);
