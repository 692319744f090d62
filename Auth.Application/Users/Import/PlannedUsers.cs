namespace Auth.Application.Users.Import;

/// <summary>
/// The users as they would be after the import, so that a dry run finds the same problems in their tokens and accounts. Only exceptions
/// are in memory: ids of 16 bytes.
/// </summary>
/// <param name="index">The users of the source.</param>
public sealed class PlannedUsers(IImportIndex index)
{
    private readonly HashSet<Guid> _refused = [], _passwords = [];

    /// <summary>Returns whether a row of the source creates, changes or keeps a user.</summary>
    public bool Contains(Guid id) => index.Contains(id) && !_refused.Contains(id);

    /// <summary>Returns whether a user receives a new password.</summary>
    public bool ReceivesPassword(Guid id) => _passwords.Contains(id);

    /// <summary>Records that a row is not imported.</summary>
    public void Refuse(Guid id) => _refused.Add(id);

    /// <summary>Records that a user receives a new password.</summary>
    public void SetPassword(Guid id) => _passwords.Add(id);
}
