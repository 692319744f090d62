using System.Text.Json;
using Auth.Application.Users.Import;
using Auth.Application.Users.Import.Kinds;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Auth.Tests.Integration.Import;

/// <summary>The result of an import: its summary and the problems of its report.</summary>
internal sealed record Imported(JsonElement Summary, IReadOnlyList<JsonElement> Problems)
{
    public long Users(string number) => Summary.GetProperty("users").GetProperty(number).GetInt64();

    public long External(string number) => Summary.GetProperty("external_accounts").GetProperty(number).GetInt64();

    /// <summary>Returns the columns of the problems with a code in the table of the users.</summary>
    public IEnumerable<string> Columns(string code) =>
        Problems.Where(problem => Text(problem, "code") == code && Text(problem, "table") == "users").Select(problem => Text(problem, "column"));

    /// <summary>Returns the problems of a severity. Users of earlier imports into the same server are left out.</summary>
    public IEnumerable<string> LinesOf(string severity) => Lines.Where(line => line.EndsWith(severity, StringComparison.Ordinal));

    /// <summary>Returns the problems as <c>table row code column severity</c>.</summary>
    public IEnumerable<string> Lines => Problems.Select(problem => string.Join(' ',
        Text(problem, "table"), Text(problem, "row"), Text(problem, "code"), Text(problem, "column"), Text(problem, "severity")));

    public IEnumerable<string> Codes => Problems.Select(problem => Text(problem, "code")).Distinct().Order();

    private static string Text(JsonElement problem, string name) =>
        problem.TryGetProperty(name, out var value) ? value.ToString() : "-";
}

/// <summary>Imports into a server under test, and the sources.</summary>
internal static class Imports
{
    /// <summary>A database of fastapi-users 15 with problems of many kinds, and its users' passwords.</summary>
    public static readonly string FastApiUsers = Fixture("fastapi-users.sqlite"), Passwords = Fixture("passwords.json");

    /// <summary>A database with integer ids, loosely typed flags and other columns.</summary>
    public static readonly string IntegerIds = Fixture("integer-ids.sqlite");

    public const string Argon2id = "$argon2id$v=19$m=102400,t=2,p=8$cGWpZl4+bTdR+1eSsv72gA$J9NC2J4+Hzy28w9MeDIY5w";
    public const string Header = "id,email,hashed_password,is_active,is_superuser,is_verified";

    public static Task<Imported> ImportAsync(this AuthServer server, string source, params (string Column, string Target)[] map) =>
        server.ImportAsync(new ImportLocation(ImportKinds.FastApiUsers, source), map);

    public static Task<Imported> ImportAsync(
        this AuthServer server, ImportLocation location, (string Column, string Target)[]? map = null, bool isDryRun = false,
        TimeSpan? tokenLifetime = null) => server.ImportAsync(
            location,
            new ImportSettings(
                isDryRun, (map ?? []).ToDictionary(pair => pair.Column, pair => pair.Target), tokenLifetime ?? TimeSpan.FromHours(1))
            {
                Kind = location.Kind,
            });

    /// <summary>Writes a CSV file with a header.</summary>
    public static string Csv(this AuthServer server, params IEnumerable<string> lines)
    {
        var path = Path.Combine(server.Folder, $"{Guid.NewGuid():N}.csv");
        File.WriteAllLines(path, lines.Prepend(Header));
        return path;
    }

    /// <summary>Returns a row of a CSV file.</summary>
    public static string Row(
        object id, string email, string hash = Argon2id, bool active = true, bool superuser = false, bool verified = false) =>
        $"{id},{email},\"{hash}\",{Text(active)},{Text(superuser)},{Text(verified)}";

    /// <summary>Creates a PostgreSQL database with the tables of a SQLite database.</summary>
    /// <returns>Its URL.</returns>
    public static async Task<string> CopyToPostgreSqlAsync(string sqlite)
    {
        var target = new NpgsqlConnectionStringBuilder(await PostgreSqlServer.NewDatabaseAsync()) { Pooling = false };
        await PostgreSqlServer.ExecuteAsync($"CREATE DATABASE {target.Database}");
        await using var to = new NpgsqlConnection(target.ConnectionString);
        await to.OpenAsync();
        await using var from = new SqliteConnection($"Data Source={sqlite};Mode=ReadOnly;Pooling=False");
        await from.OpenAsync();
        foreach (var (table, types) in new[]
        {
            ("user", "uuid varchar(320) varchar(1024) boolean boolean boolean"),
            ("accesstoken", "uuid varchar(43) timestamptz"),
            ("oauth_account", "uuid uuid varchar(100) varchar(1024) integer varchar(1024) varchar(320) varchar(320)"),
        })
        {
            await CopyAsync(from, to, table, types.Split(' '));
        }

        return $"postgresql+asyncpg://{target.Username}@/{target.Database}?host={Uri.EscapeDataString(target.Host!)}";
    }

    public static async Task<int> CountUsersAsync(this AuthServer server)
    {
        await using var scope = server.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<Domain.Users.IUserRepository>().CountAsync(new(null, null, null, null), default);
    }

    private static async Task<Imported> ImportAsync(this AuthServer server, ImportLocation location, ImportSettings settings)
    {
        await using var scope = server.Services.CreateAsyncScope();
        await using var source = await scope.ServiceProvider.GetRequiredService<IImportSources>().OpenAsync(location, default);
        using var output = new MemoryStream();
        using var report = new ImportReport(output);
        var summary = await scope.ServiceProvider.GetRequiredService<UserImporter>()
            .ImportAsync(source, settings, report, _ => { }, default);
        report.Complete(summary);
        var json = JsonElement.Parse(output.ToArray());
        return new(json.GetProperty("summary"), [.. json.GetProperty("problems").EnumerateArray()]);
    }

#pragma warning disable CA2100 // The names are constants of the tests.
    private static async Task CopyAsync(SqliteConnection from, NpgsqlConnection to, string table, string[] types)
    {
        await using var select = new SqliteCommand($"SELECT * FROM \"{table}\"", from);
        await using var row = await select.ExecuteReaderAsync();
        var columns = types.Select((type, i) => $"\"{row.GetName(i)}\" {type}");
        await using (var create = new NpgsqlCommand($"CREATE TABLE \"{table}\" ({string.Join(", ", columns)})", to))
            await create.ExecuteNonQueryAsync();
        var values = string.Join(", ", types.Select((type, i) => type is "boolean" ? $"@p{i}::text::boolean" : $"@p{i}::text::{type}"));
        while (await row.ReadAsync())
        {
            await using var insert = new NpgsqlCommand($"INSERT INTO \"{table}\" VALUES ({values})", to);
            for (var i = 0; i < types.Length; i++)
                insert.Parameters.AddWithValue($"p{i}", row.IsDBNull(i) ? DBNull.Value : row.GetString(i));
            await insert.ExecuteNonQueryAsync();
        }
    }
#pragma warning restore CA2100

    public static string Fixture(string name) => SourceTree.PathOf("Auth.Tests", "Integration", "Import", name);

    private static string Text(bool flag) => flag ? "true" : "false";
}
