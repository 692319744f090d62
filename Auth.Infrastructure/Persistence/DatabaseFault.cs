namespace Auth.Infrastructure.Persistence;

/// <summary>A failure caused by the database, not by the request or the code.</summary>
public enum DatabaseFault
{
    /// <summary>The failure has another cause.</summary>
    None,

    /// <summary>The database works, but did not execute the statement in time.</summary>
    Busy,

    /// <summary>The database cannot be reached, read or written.</summary>
    Unavailable,
}
