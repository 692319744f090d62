using Auth.Domain.Throttling;
using Auth.Infrastructure.Housekeeping;
using Auth.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.Extensions.DependencyInjection;

namespace Auth.Tests.Integration.Failures;

/// <summary>The rows of a database in a form that is equal for two runs of the same request.</summary>
/// <param name="Rows">The rows by table and key, without their random values.</param>
/// <param name="Failures">The number of counted login failures. A lost response may count one twice.</param>
internal sealed record StoredRows(IReadOnlyDictionary<string, string> Rows, int Failures)
{
    /// <summary>Reads the whole database.</summary>
    public static async Task<StoredRows> ReadAsync(AuthServer server, DateTimeOffset now)
    {
        await using var scope = server.Services.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<AuthDbContext>();
        var rows = new Dictionary<string, string>();
        await LoadAsync(database);
        foreach (var entry in database.ChangeTracker.Entries().Where(entry => entry.Entity is not (TransactionMarker or Lease)))
        {
            var key = entry.Metadata.FindPrimaryKey()!.Properties;
            rows[$"{entry.Metadata.ShortName()} {string.Join(' ', key.Select(part => Text(entry.Property(part.Name))))}"] =
                string.Join(' ', entry.Metadata.GetProperties().Except(key).Select(property => Describe(entry, property, now)));
        }

        var failures = database.ChangeTracker.Entries<LoginBudget>().Sum(budget => budget.Entity.Failures);
        return new(rows, failures);
    }

    /// <summary>Deletes all rows, so that the duration of <see cref="ReadAsync"/> does not grow with the number of runs.</summary>
    public static async Task DeleteAsync(AuthServer server)
    {
        await using var scope = server.Services.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<AuthDbContext>();
        await database.Users.ExecuteDeleteAsync();
        foreach (var rows in Tables(database))
            await rows.ExecuteDeleteAsync();
    }

    /// <summary>Returns the rows added (+), removed (-) or changed (~) since an earlier state.</summary>
    public IReadOnlyList<string> ChangesSince(StoredRows before) =>
    [
        .. Rows.Where(row => !before.Rows.ContainsKey(row.Key)).Select(row => $"+ {Table(row.Key)} {row.Value}")
            .Concat(before.Rows.Where(row => !Rows.ContainsKey(row.Key)).Select(row => $"- {Table(row.Key)} {row.Value}"))
            .Concat(Rows.Where(row => before.Rows.TryGetValue(row.Key, out var old) && old != row.Value)
                .Select(row => $"~ {Table(row.Key)} {row.Value}"))
            .Order(StringComparer.Ordinal),
    ];

    private static async Task LoadAsync(AuthDbContext database)
    {
        foreach (var rows in Tables(database))
            await rows.LoadAsync();
    }

    private static IEnumerable<IQueryable<object>> Tables(AuthDbContext database)
    {
        var set = typeof(DbContext).GetMethod(nameof(DbContext.Set), [])!;
        return database.Model.GetEntityTypes().Select(type =>
            (IQueryable<object>)set.MakeGenericMethod(type.ClrType).Invoke(database, null)!);
    }

    private static string Describe(EntityEntry entry, IProperty property, DateTimeOffset now)
    {
        var value = entry.Property(property.Name).CurrentValue;
        var text = value switch
        {
            null => "null",
            Guid => "id",
            byte[] => "bytes",
            DateTimeOffset time => $"now+{(time - now).TotalSeconds:0}",
            string address when address.Contains('@', StringComparison.Ordinal) && !address.Contains('{', StringComparison.Ordinal) =>
                "address",
            int when entry.Entity is LoginBudget => "count",
            string hash when property.Name == "HashedPassword" => $"{hash.Split('$')[1]} {hash.Split('$')[2]}",
            _ => $"{value}",
        };
        return $"{property.Name}={text}";
    }

    private static string Text(PropertyEntry property) =>
        property.CurrentValue is byte[] bytes ? Convert.ToHexString(bytes) : $"{property.CurrentValue}";

    private static string Table(string key) => key[..key.IndexOf(' ', StringComparison.Ordinal)];
}
