using Auth.Domain.Credentials;
using Auth.Domain.Sessions;
using Auth.Domain.Users;

namespace Auth.Application.Users.Import;

/// <summary>Reads and writes many users at once. Writes join the current unit of work.</summary>
public interface IImportStore
{
    /// <summary>Returns whether users were imported before.</summary>
    Task<bool> HasImportsAsync(CancellationToken cancellationToken);

    /// <summary>Prepares the database for many new users.</summary>
    Task PrepareAsync(CancellationToken cancellationToken);

    /// <summary>Completes the database after the last user. If that does not happen, the next start of the program does it.</summary>
    Task CompleteAsync(CancellationToken cancellationToken);

    /// <summary>Returns what is stored for the given ids. An id without a user and without an earlier import is missing.</summary>
    Task<IReadOnlyDictionary<Guid, StoredImport>> FindAsync(IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken);

    /// <summary>Returns the users with the given normalised e-mail addresses.</summary>
    Task<IReadOnlyDictionary<string, Guid>> FindEmailsAsync(
        IReadOnlyCollection<string> normalizedEmails, CancellationToken cancellationToken);

    /// <summary>Returns the time of the last password change of the existing users among the given ids.</summary>
    Task<IReadOnlyDictionary<Guid, DateTimeOffset?>> FindPasswordChangesAsync(
        IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken);

    /// <summary>Returns the given hashes of access tokens that are stored, in hexadecimal digits.</summary>
    Task<IReadOnlySet<string>> FindTokensAsync(IReadOnlyCollection<byte[]> hashes, CancellationToken cancellationToken);

    /// <summary>Returns the links of the given accounts at external providers, by provider and account.</summary>
    Task<IReadOnlyDictionary<(string Provider, string AccountId), Guid>> FindExternalLoginsAsync(
        IReadOnlyCollection<string> accountIds, CancellationToken cancellationToken);

    /// <summary>Returns the ids of all imported users.</summary>
    IAsyncEnumerable<Guid> ListImportedAsync(CancellationToken cancellationToken);

    /// <summary>Stores new users and the records of their import.</summary>
    Task InsertAsync(
        IReadOnlyCollection<User> users, IReadOnlyCollection<ImportedUser> records, CancellationToken cancellationToken);

    /// <summary>Stores access tokens and their sessions.</summary>
    Task InsertAsync(
        IReadOnlyCollection<Session> sessions, IReadOnlyCollection<AccessToken> tokens, CancellationToken cancellationToken);

    /// <summary>Stores links of accounts at external providers.</summary>
    Task InsertAsync(IReadOnlyCollection<ExternalLogin> logins, CancellationToken cancellationToken);

    /// <summary>Prevents other changes of a user until the end of the current unit of work.</summary>
    /// <returns>False if the user has changed since the given version, or does not exist.</returns>
    Task<bool> TryLockAsync(Guid userId, int version, CancellationToken cancellationToken);

    /// <summary>Replaces the record of an import after its user was changed in the current unit of work.</summary>
    Task RecordUpdateAsync(Guid userId, byte[] profileHash, byte[] credentialHash, CancellationToken cancellationToken);
}

/// <summary>What is stored for the id of a row.</summary>
/// <param name="Record">The record of the last import; null if the user was not imported.</param>
/// <param name="Version">The number of changes of the user's row; null if the user does not exist.</param>
public sealed record StoredImport(ImportedUser? Record, int? Version);
