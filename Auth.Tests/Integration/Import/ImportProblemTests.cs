using System.Globalization;
using Auth.Application.Users.Import;
using Auth.Application.Users.Import.Kinds;
using Auth.Domain.Users;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace Auth.Tests.Integration.Import;

/// <summary>Rows with every kind of problem, in tables whose columns have no types and no constraints.</summary>
[OnEachDatabase]
public sealed class ImportProblemTests(DatabaseEngine engine)
{
    private const string Token = "EHSaVjJcEDGriPw7v11eiLXE4wgeJ6yzwgQTk0xT0E4";

    // The values of a row in SQL, and its problems without the number of the row.
    private static readonly (string Values, string[] Problems)[] Users =
    [
        (Row("'5eed0000-0000-4000-8000-000000000001'"), []),
        (Row(active: "2"), ["invalid_flag is_active error"]),
        (Row(active: "'yes'"), ["repaired_flag is_active warning"]),
        (Row(active: "'maybe'"), ["invalid_flag is_active error"]),
        (Row(active: "NULL"), ["null_flag is_active warning"]),
        (Row(active: "1.0"), ["repaired_flag is_active warning"]),
        (Row(email: "NULL"), ["invalid_email email error"]),
        (Row(email: "42"), ["invalid_email email error"]),
        (Row(email: "CAST(X'6AFC72' AS TEXT) || '@example.com'"), ["invalid_email email error"]),
        (Row(email: "'a' || char(7) || 'b@example.com'"), ["invalid_email email error"]),
        (Row(email: "'nul' || char(0) || 'b@example.com'"), ["invalid_email email error"]),
        (Row(email: "'line' || char(10) || 'b@example.com'"), ["invalid_email email error"]),
        (Row(email: "printf('%.*c', 70, 'y') || '@example.com'"), ["invalid_email email error"]),
        (Row(email: "'first@bücher.example'"), []),
        (Row(email: "'FIRST@xn--bcher-kva.example'"), ["repaired_email email warning", "duplicate_email email error"]),
        (Row(email: "char(9) || 'tab@example.com '"), ["repaired_email email warning"]),
        (Row(hash: "NULL"), ["no_password hashed_password warning"]),
        (Row(hash: "''"), ["no_password hashed_password warning"]),
        (Row(hash: "'*'"), ["no_password hashed_password warning"]),
        (Row(hash: "7"), ["unsupported_hash hashed_password warning"]),
        (Row(hash: "'$2b$12$tooshort'"), ["unsupported_hash hashed_password warning"]),
        (Row(hash: $"substr('{Imports.Argon2id}', 1, 60)"), ["unsupported_hash hashed_password warning"]),
        (Row(hash: "'$2b$31$FLcwlnXvvKQTipwYfVTu8.sQdu85nI1qvGRoWLwJFI6lqMLBRUikq'"), ["unsupported_hash hashed_password warning"]),
        (Row(hash: $"replace('{Imports.Argon2id}', 'argon2id', 'argon2i')"), ["unsupported_hash hashed_password warning"]),
        (Row(hash: $"replace('{Imports.Argon2id}', 'm=102400', 'm=1048576')"), ["unsupported_hash hashed_password warning"]),
        (Row(hash: "printf('%.*c', 2000, 'h')"), ["unsupported_hash hashed_password warning"]),
        (Row(hash: $"CAST('{Imports.Argon2id}' AS BLOB)"), []),
        (Row("NULL"), ["invalid_id id error"]),
        (Row("''"), ["invalid_id id error"]),
        (Row("'é'"), ["invalid_id id error"]),
        (Row("printf('%.*c', 129, 'i')"), ["invalid_id id error"]),
        (Row("'5EED0000-0000-4000-8000-000000000001'"), ["repaired_id id warning", "duplicate_id id error"]),
        (Row("'5eed0000000040008000000000000002'"), ["repaired_id id warning"]),
        (Row("' {5eed0000-0000-4000-8000-000000000003} '"), ["repaired_id id warning"]),
        (Row("X'5eed0000000040008000000000000004'"), ["repaired_id id warning"]),
        (Row("1000"), ["foreign_id id warning"]),
        (Row("'1000'"), ["foreign_id id warning", "duplicate_id id error"]),
        (Row("'user:7'"), ["foreign_id id warning"]),
        (Row(name: "printf('%.*c', 256, 'n')"), []),
        (Row(name: "printf('%.*c', 257, 'n')"), ["invalid_name name warning"]),
        (Row(name: "CAST(X'6AFC72' AS TEXT)"), ["invalid_name name warning"]),
        (Row(name: "'a' || char(0)"), ["invalid_name name warning"]),
        (Row(name: "X'00'"), ["invalid_name name warning"]),
        (Row(city: "printf('%.*c', 11, 'c')"), ["invalid_field city warning"]),
        (Row(city: "CAST(X'6AFC72' AS TEXT)"), ["invalid_field city warning"]),
        (Row(city: "'a' || char(0)"), []),
    ];

    private static readonly (string Values, string[] Problems)[] Tokens =
    [
        ($"'5eed0000-0000-4000-8000-000000000001', '{Token}', datetime('now')", []),
        ($"'5eed0000-0000-4000-8000-000000000001', '{Token}', datetime('now')", ["duplicate_token token error"]),
        ($"'5eed0000000040008000000000000001', '{Other(2)}', datetime('now', '-59 minutes')", []),
        ($"'5eed0000-0000-4000-8000-000000000001', '{Other(3)}', datetime('now', '-61 minutes')", ["expired_token created_at error"]),
        ($"'5eed0000-0000-4000-8000-000000000001', '{Other(4)}', datetime('now', '+1 day')", ["invalid_time created_at error"]),
        ($"'5eed0000-0000-4000-8000-000000000001', '{Other(5)}', NULL", ["invalid_time created_at error"]),
        ($"'5eed0000-0000-4000-8000-000000000001', '{Other(6)}', 'soon'", ["invalid_time created_at error"]),
        ("'5eed0000-0000-4000-8000-000000000001', 'short', datetime('now')", ["malformed_token token error"]),
        ("'5eed0000-0000-4000-8000-000000000001', NULL, datetime('now')", ["malformed_token token error"]),
        ($"NULL, '{Other(7)}', datetime('now')", ["invalid_id user_id error"]),
        ($"'5eed0000-0000-4000-8000-00000000dead', '{Other(8)}', datetime('now')", ["without_user user_id error"]),
        ($"1000, '{Other(9)}', datetime('now')", []),
    ];

    private static readonly (string Values, string[] Problems)[] Accounts =
    [
        ("'5eed0000-0000-4000-8000-000000000001', 'google', 'one', 'a@example.com', 'secret'", []),
        ("'5eed0000-0000-4000-8000-000000000001', 'google', 'two', 'a@example.com', 'secret'", ["duplicate_external_account account_id error"]),
        ("1000, 'google', 'two', 'a@example.com', 'secret'", ["duplicate_external_account account_id error"]),
        ("1000, 'google', '', 'a@example.com', 'secret'", ["invalid_external_account account_id error"]),
        ("1000, 'google', NULL, 'a@example.com', 'secret'", ["invalid_external_account account_id error"]),
        ("1000, NULL, 'three', 'a@example.com', 'secret'", ["invalid_external_account oauth_name error"]),
        ("1000, printf('%.*c', 51, 'p'), 'three', 'a@example.com', 'secret'", ["invalid_external_account oauth_name error"]),
        ("1000, 'google', printf('%.*c', 256, 'i'), 'a@example.com', 'secret'", ["invalid_external_account account_id error"]),
        ("1000, 'google', 'four', 'no address', 'secret'", ["invalid_email account_email warning"]),
        ("NULL, 'google', 'five', 'a@example.com', 'secret'", ["invalid_id user_id error"]),
        ("77, 'google', 'six', 'a@example.com', 'secret'", ["without_user user_id error"]),
    ];

    private static int _row;

    private AuthServer _server = null!;

    [SetUp]
    public async Task StartAsync() => _server = await AuthServer.StartAsync(engine, new Dictionary<string, string>
    {
        ["Auth:UserFields:Fields:0:Name"] = "city",
        ["Auth:UserFields:Fields:0:Type"] = "String",
        ["Auth:UserFields:Fields:0:MaxLength"] = "10",
    });

    [TearDown]
    public async Task StopAsync() => await _server.DisposeAsync();

    [Test]
    public async Task Each_problem_of_each_row_is_reported_by_the_dry_run_and_the_import()
    {
        var source = await WriteAsync();
        var expected = Lines("users", Users).Concat(Lines("access_tokens", Tokens)).Concat(Lines("external_accounts", Accounts)).Concat(
        [
            // The row before, which keeps the address.
            "users 14 duplicate_email email warning",
            "users - column_without_target shoe_size warning", "external_accounts - column_without_target access_token warning",
        ]).Order(StringComparer.Ordinal);

        var dryRun = await _server.ImportAsync(new ImportLocation(ImportKinds.FastApiUsers, source), isDryRun: true);
        var import = await _server.ImportAsync(source);

        Assert.That(dryRun.Lines.Order(StringComparer.Ordinal), Is.EqualTo(expected));
        Assert.That(Json(import), Is.EqualTo(Json(dryRun)));
        Assert.That(
            (import.Users("created"), import.Users("skipped")), Is.EqualTo(((long)Users.Count(Imported), (long)Users.Count(user => !Imported(user)))));
    }

    [Test]
    public async Task A_repeated_import_reports_what_its_dry_run_reports()
    {
        await _server.CreateUserAsync("taken@example.com");
        var registered = await _server.CreateUserAsync("registered@example.com");
        Guid changed = Guid.NewGuid(), deleted = Guid.NewGuid(), renewed = Guid.NewGuid(), taken = Guid.NewGuid();
        await _server.ImportAsync(_server.Csv(
            Imports.Row(changed, "changed@example.com"), Imports.Row(deleted, "deleted@example.com"), Imports.Row(renewed, "renewed@example.com")));
        await using (var scope = _server.Services.CreateAsyncScope())
        {
            var users = scope.ServiceProvider.GetRequiredService<IUserRepository>();
            await _server.UpdateUserAsync((await users.FindAsync(changed, default))!, user => user.Rename("Changed"));
            await users.DeleteAsync(deleted, default);
        }

        var location = new ImportLocation(
            ImportKinds.FastApiUsers,
            _server.Csv(
                Imports.Row(changed, "changed2@example.com"), Imports.Row(deleted, "deleted@example.com"), Imports.Row(taken, "TAKEN@example.com"),
                Imports.Row(registered.Id, "x@example.com"), Imports.Row(renewed, "renewed@example.com", hash: "$2b$12$FLcwlnXvvKQTipwYfVTu8.sQdu85nI1qvGRoWLwJFI6lqMLBRUikq")),
            AccessTokens: Write("user_id,token,created_at", Each(changed, deleted, taken, registered.Id, renewed).Select((id, i) => $"{id},{Other(i)},{Now}")),
            ExternalAccounts: Write("user_id,oauth_name,account_id,account_email", Each(changed, deleted, taken, registered.Id, renewed).Select((id, i) => $"{id},google,{i},")));

        var dryRun = await _server.ImportAsync(location, isDryRun: true);
        var import = await _server.ImportAsync(location);

        Assert.That(Json(import), Is.EqualTo(Json(dryRun)));
        Assert.That(import.Lines, Is.EqualTo(
        [
            "users 1 changed_in_auth - error", "users 2 deleted_in_auth id error", "users 3 email_taken email error", "users 4 user_exists id error",
            "access_tokens 2 without_user user_id error", "access_tokens 3 without_user user_id error", "access_tokens 5 outdated_token created_at error",
            "external_accounts 1 changed_in_auth - error", "external_accounts 2 without_user user_id error",
            "external_accounts 3 without_user user_id error", "external_accounts 4 changed_in_auth - error",
        ]));
    }

    private static string Now => TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    private static Guid[] Each(params Guid[] ids) => ids;

    private static bool Imported((string Values, string[] Problems) row) =>
        !row.Problems.Any(problem => problem.EndsWith("error", StringComparison.Ordinal));

    private static IEnumerable<string> Lines(string table, (string Values, string[] Problems)[] rows) =>
        rows.SelectMany((row, i) => row.Problems.Select(problem => $"{table} {i + 1} {problem}"));

    private static string Json(Imported imported) =>
        string.Join('\n', imported.Problems.Select(problem => problem.GetRawText()).Append(imported.Summary.GetRawText()))
            .Replace("\"dry_run\": true", "\"dry_run\": false", StringComparison.Ordinal);

    private static string Other(int number) => $"{number:D3}{Token[3..]}";

    private static string Row(
        string? id = null, string? email = null, string hash = $"'{Imports.Argon2id}'", string active = "1", string name = "NULL", string city = "NULL")
    {
        var number = ++_row;
        return $"{id ?? $"'{new Guid(number, 1, 2, new byte[8])}'"}, {email ?? $"'row{number}@example.com'"}, {hash}, {active}, 0, 1, {name}, {city}, 43";
    }

    private string Write(string header, IEnumerable<string> lines)
    {
        var path = Path.Combine(_server.Folder, $"{Guid.NewGuid():N}.csv");
        File.WriteAllLines(path, lines.Prepend(header));
        return path;
    }

    private async Task<string> WriteAsync()
    {
        var path = Path.Combine(_server.Folder, "source.sqlite");
        await using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        await connection.OpenAsync();
        await using var command = new SqliteCommand(
            $"""
            CREATE TABLE user (id, email, hashed_password, is_active, is_superuser, is_verified, name, city, shoe_size);
            CREATE TABLE accesstoken (user_id, token, created_at);
            CREATE TABLE oauth_account (user_id, oauth_name, account_id, account_email, access_token);
            {Inserts("user", Users)}{Inserts("accesstoken", Tokens)}{Inserts("oauth_account", Accounts)}
            """,
            connection);
        await command.ExecuteNonQueryAsync();
        return path;
    }

    private static string Inserts(string table, (string Values, string[] Problems)[] rows) =>
        string.Concat(rows.Select(row => $"INSERT INTO \"{table}\" VALUES ({row.Values});\n"));
}
