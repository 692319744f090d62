using System.Data.Common;
using Auth.Application;
using Auth.Domain.Users;
using Microsoft.EntityFrameworkCore;

namespace Auth.Infrastructure.Persistence;

/// <summary>A supported database engine. Its folder contains its context, migrations, user lookup and this implementation.</summary>
public interface IDatabaseEngine
{
    /// <summary>Returns a description of an invalid setting, or null.</summary>
    /// <exception cref="ArgumentException">The connection string cannot be parsed.</exception>
    /// <exception cref="FormatException">A value of the connection string cannot be parsed.</exception>
    string? Validate(DatabaseOptions options);

    /// <summary>Configures the context of this provider.</summary>
    void Configure(DbContextOptionsBuilder options);

    /// <summary>Creates the lookup that finds the user of each request.</summary>
    IUserLookup CreateUserLookup(IServiceProvider services);

    /// <summary>Creates the database if it does not exist, and applies the missing migrations.</summary>
    /// <returns>The names of the migrations that were missing.</returns>
    /// <exception cref="StartupException">The database cannot be created, opened or configured.</exception>
    Task<IReadOnlyList<string>> MigrateAsync(AuthDbContext database, CancellationToken cancellationToken);

    /// <summary>Prepares a database that lacks no migration.</summary>
    /// <exception cref="StartupException">The database cannot be configured.</exception>
    Task PrepareAsync(AuthDbContext database, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Prepares the connection of a context, and the table of users, for an import of many rows. The connection remains open.</summary>
    Task PrepareImportAsync(AuthDbContext database, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Completes the table of users after an import. If that does not happen, the next start does it.</summary>
    Task CompleteImportAsync(AuthDbContext database, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Inserts many rows in the current transaction without tracking them.</summary>
    /// <exception cref="DbUpdateException">A unique index or key already contains a value.</exception>
    Task InsertAsync<T>(AuthDbContext database, IReadOnlyCollection<T> rows, CancellationToken cancellationToken)
        where T : class => RowInserter.InsertAsync(database, rows, cancellationToken);

    /// <summary>
    /// Creates a closed connection for the readiness check. It is not taken from the service's pool, because a full pool is not
    /// an outage.
    /// </summary>
    DbConnection CreateProbeConnection();

    /// <summary>Checks whether the disk is writable, if the database is a local file.</summary>
    /// <exception cref="IOException">The disk is full.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder is not writable.</exception>
    Task CheckDiskAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Returns the database failure that an exception or one of its inner exceptions reports.</summary>
    DatabaseFault Classify(Exception exception);
}

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
