namespace Auth.Domain.Users;

/// <summary>The result of a change to a user.</summary>
/// <param name="Outcome">The outcome of the change.</param>
/// <param name="User">The user as stored now; null if the user does not exist or another user has the new address.</param>
public sealed record UserWrite(UserWriteOutcome Outcome, User? User);
