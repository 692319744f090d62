using System.Runtime.CompilerServices;
using Auth.Domain.Users;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Auth.Infrastructure.Persistence;

/// <summary>
/// The queries that come with every request that has a token, translated once and not looked up again by their shape: that
/// would take longer the more a query asks for, and so cost a token with a session more than one without.
/// </summary>
internal sealed class CompiledUserQueries
{
    // A compiled query belongs to a model, and each engine has a model of its own.
    private static readonly ConditionalWeakTable<IModel, CompiledUserQueries> OfModels = [];

    private CompiledUserQueries()
    {
    }

    /// <summary>The user with an id.</summary>
    public Func<AuthDbContext, Guid, CancellationToken, Task<User?>> Find { get; } = EF.CompileAsyncQuery(
        (AuthDbContext database, Guid id, CancellationToken _) =>
            database.Users.AsNoTracking().FirstOrDefault(user => user.Id == id));

    /// <summary>The user with an id, if a session is theirs and open at a moment.</summary>
    public Func<AuthDbContext, Guid, Guid, DateTimeOffset, CancellationToken, Task<User?>> FindBySession { get; } =
        EF.CompileAsyncQuery(
            (AuthDbContext database, Guid id, Guid sessionId, DateTimeOffset now, CancellationToken _) =>
                database.Users.AsNoTracking().FirstOrDefault(
                    user => user.Id == id && database.Sessions.Any(session => session.Id == sessionId
                        && session.UserId == id && session.EndedAt == null && session.ExpiresAt > now)));

    /// <summary>The queries for a context of this model.</summary>
    public static CompiledUserQueries For(AuthDbContext database) => OfModels.GetValue(database.Model, _ => new());
}
