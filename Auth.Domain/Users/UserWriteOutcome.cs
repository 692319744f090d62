namespace Auth.Domain.Users;

/// <summary>The outcome of a change to a user.</summary>
public enum UserWriteOutcome
{
    /// <summary>The change was stored.</summary>
    Saved,

    /// <summary>The user does not exist.</summary>
    NotFound,

    /// <summary>The caller's change function returned false. Nothing was stored.</summary>
    Declined,

    /// <summary>Another user has the new address.</summary>
    EmailTaken,
}
