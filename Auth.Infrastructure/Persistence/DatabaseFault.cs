namespace Auth.Infrastructure.Persistence;

/// <summary>A failure that lies with the database and not with the request or the code.</summary>
public enum DatabaseFault
{
    /// <summary>No such failure.</summary>
    None,

    /// <summary>The database works, but did not get to the statement in time.</summary>
    Busy,

    /// <summary>The database cannot be reached, read or written.</summary>
    Unavailable,
}
