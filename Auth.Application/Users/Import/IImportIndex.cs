namespace Auth.Application.Users.Import;

/// <summary>The ids and e-mail addresses of a source, to find duplicates. The memory does not grow with the source.</summary>
public interface IImportIndex : IDisposable
{
    /// <summary>Adds an id.</summary>
    /// <returns>The number of the first row with the same id; null if this is the first.</returns>
    long? Add(Guid id, long row);

    /// <summary>Adds a normalised e-mail address.</summary>
    /// <returns>The number of the first row with the same address; null if this is the first.</returns>
    long? Add(string normalizedEmail, long row);

    /// <summary>Adds an account at an external provider.</summary>
    /// <returns>The number of the first row with the same account; null if this is the first.</returns>
    long? Add(string provider, string accountId, long row);

    /// <summary>Adds the hash of an access token.</summary>
    /// <returns>The number of the first row with the same token; null if this is the first.</returns>
    long? Add(byte[] tokenHash, long row);

    /// <summary>Returns whether an id was added.</summary>
    bool Contains(Guid id);
}
