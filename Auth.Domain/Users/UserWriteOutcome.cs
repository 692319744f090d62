namespace Auth.Domain.Users;

/// <summary>Whether a change to a user was stored, and if not, why.</summary>
public enum UserWriteOutcome
{
    /// <summary>The change is stored.</summary>
    Saved,

    /// <summary>There is no such user.</summary>
    NotFound,

    /// <summary>The change was declined by the one who was to make it.</summary>
    Declined,

    /// <summary>Another user has the new address.</summary>
    EmailTaken,
}
