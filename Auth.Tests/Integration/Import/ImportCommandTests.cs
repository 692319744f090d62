using System.Diagnostics;
using System.Text.Json;
using Auth.Tests.Integration.Persistence;
using Microsoft.Data.Sqlite;

namespace Auth.Tests.Integration.Import;

/// <summary>The commands <c>users import</c> and <c>users export</c> of the real program.</summary>
public sealed class ImportCommandTests
{
    private const int ManyUsers = 20_000;
    private const int Kills = 20;

    private readonly SqliteFile _file = new();

    [TearDown]
    public void Delete() => _file.Dispose();

    [Test]
    public async Task An_import_prints_a_summary_and_writes_a_report()
    {
        await _file.MigrateAsync();
        var report = Path.Combine(_file.Folder, "report.json");

        var run = await RunAsync("users", "import", Imports.FastApiUsers, "--report", report);
        var written = JsonElement.Parse(await File.ReadAllTextAsync(report));

        Assert.That(run.ExitCode, Is.EqualTo(2), run.Errors);
        Assert.That(JsonElement.Parse(run.Output).GetProperty("users").GetProperty("created").GetInt64(), Is.EqualTo(44));
        Assert.That(written.GetProperty("problems").GetArrayLength(), Is.GreaterThan(10));
        Assert.That(written.GetProperty("summary").GetRawText(), Does.Contain("created"));
        Assert.That(run.Errors, Does.Contain("importing users: 47 of 47").And.Contain("per second"));
        Assert.That(run.Output + run.Errors + written.GetRawText(), Does.Not.Contain("$argon2").And.Not.Contain("EHSaVjJc"));
        if (!OperatingSystem.IsWindows())
            Assert.That(File.GetUnixFileMode(report), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite));
    }

    [Test]
    public async Task An_import_without_problems_exits_with_0()
    {
        await _file.MigrateAsync();
        var source = await WriteAsync(Imports.Header, Imports.Row(Guid.NewGuid(), "ada@example.com"));

        var run = await RunAsync("users", "import", source, "--from", "fastapi-users");

        Assert.That((run.ExitCode, await CountAsync(_file.ConnectionString)), Is.EqualTo((0, 1)));
    }

    [TestCase("{", "object 1 cannot be read")]
    [TestCase("email\na@example.com", "lacks the columns")]
    public async Task A_wrong_file_is_refused_in_one_line(string content, string reason)
    {
        await _file.MigrateAsync();
        var report = Path.Combine(_file.Folder, "report.json");

        var run = await RunAsync("users", "import", await WriteAsync(content), "--report", report);

        Assert.That((run.ExitCode, run.Output, run.Errors.Trim().Split('\n').Length), Is.EqualTo((1, "", 1)), run.Errors);
        Assert.That(run.Errors, Does.Contain(reason));
        Assert.That((File.Exists(report), await CountAsync(_file.ConnectionString)), Is.EqualTo((false, 0)));
    }

    [TestCase("--map", "email")]
    [TestCase("--from", "magic")]
    [TestCase("--token-lifetime", "0")]
    public async Task An_invalid_option_is_refused(string option, string value)
    {
        var run = await RunAsync("users", "import", "x.csv", option, value);

        Assert.That((run.ExitCode, run.Output.Trim()), Is.EqualTo((1, "")));
        Assert.That(run.Errors, Does.Contain(option).Or.Contain(value));
    }

    [Test]
    public async Task Twenty_kills_lead_to_the_same_result_as_an_uninterrupted_import()
    {
        await _file.MigrateAsync();
        using var whole = new SqliteFile();
        await whole.MigrateAsync();
        var source = await WriteAsync([Imports.Header, .. Enumerable.Range(0, ManyUsers).Select(i =>
            Imports.Row(i % 2 == 0 ? i : new Guid(i, 0, 0, new byte[8]), $"user{i}@example.com", verified: i % 3 == 0))]);
        var expected = await RunInAsync(whole, "users", "import", source);
        var random = new Random(1);
        var interrupted = 0;
        for (var kill = 0; kill < Kills; kill++)
            interrupted += await KillAsync(source, random.Next(600, 3000)) ? 1 : 0;

        var last = await RunAsync("users", "import", source);

        Assert.That((expected.ExitCode, last.ExitCode), Is.EqualTo((0, 0)), expected.Errors + last.Errors);
        Assert.That(interrupted, Is.GreaterThan(0));
        Assert.That(await SchemaAsync(_file.ConnectionString), Is.EqualTo(await SchemaAsync(whole.ConnectionString)));
        Assert.That(await RowsAsync(_file.ConnectionString), Is.EqualTo(await RowsAsync(whole.ConnectionString)));
    }

    [TestCase("csv")]
    [TestCase("jsonl")]
    public async Task An_export_can_be_imported(string format)
    {
        await _file.MigrateAsync();
        await RunAsync("users", "import", Imports.FastApiUsers);
        await RunAsync("users", "import", Imports.IntegerIds);
        using var copy = new SqliteFile();
        await copy.MigrateAsync();
        var export = Path.Combine(_file.Folder, $"export.{format}");

        var run = await RunAsync("users", "export", "--format", format, "--output", export);
        var imported = await RunInAsync(copy, "users", "import", export);

        Assert.That((run.ExitCode, imported.ExitCode), Is.EqualTo((0, 0)), run.Errors + imported.Errors);
        Assert.That(run.Errors, Does.Contain("cannot verify"));
        Assert.That(await RowsAsync(copy.ConnectionString), Is.EqualTo(await RowsAsync(_file.ConnectionString)));
    }

    [Test]
    public async Task An_export_has_the_columns_of_fastapi_users()
    {
        await _file.MigrateAsync();
        await RunAsync("users", "import", await WriteAsync(Imports.Header, Imports.Row(7, "a'\"b@example.com".Replace("\"", "", StringComparison.Ordinal))));

        var run = await RunAsync("users", "export");

        Assert.That(run.Output.Split('\n'), Is.EqualTo(
            [$"{Imports.Header},name", $"7,a'b@example.com,\"{Imports.Argon2id}\",true,false,false,", ""]));
    }

    private Task<AuthProgram> RunAsync(params string[] arguments) => RunInAsync(_file, arguments);

    private static Task<AuthProgram> RunInAsync(SqliteFile file, params string[] arguments) =>
        AuthProgram.RunAsync(file.Folder, Settings(file), "", arguments);

    private static (string, string)[] Settings(SqliteFile file) =>
    [
        ("Auth__Jwt__Secret", AuthServer.Secret),
        ("Auth__Database__ConnectionString", file.ConnectionString),
    ];

    /// <summary>Kills an import after a time.</summary>
    /// <returns>False if the import had ended before.</returns>
    private async Task<bool> KillAsync(string source, int milliseconds)
    {
        using var process = Process.Start(AuthProgram.StartInfo(_file.Folder, Settings(_file), "users", "import", source))!;
        var output = Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        using var patience = new CancellationTokenSource(milliseconds);
        try
        {
            await process.WaitForExitAsync(patience.Token);
            return false;
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            await process.WaitForExitAsync();
            return true;
        }
        finally
        {
            await output;
        }
    }

    private async Task<string> WriteAsync(params string[] lines)
    {
        var path = Path.Combine(_file.Folder, $"{Guid.NewGuid():N}.csv");
        await File.WriteAllLinesAsync(path, lines);
        return path;
    }

    /// <summary>Returns the statements of all tables and indexes.</summary>
    private static Task<List<string>> SchemaAsync(string database) => RowsAsync(database, "SELECT name, sql FROM sqlite_master ORDER BY name");

    private static async Task<int> CountAsync(string database) => (await RowsAsync(database)).Count;

    /// <summary>Returns all users without their random security stamps.</summary>
    private static Task<List<string>> RowsAsync(string database) => RowsAsync(
        database,
        "SELECT id, email, normalized_email, CASE WHEN hashed_password LIKE '!%' THEN '!' ELSE hashed_password END, name, is_active, "
        + "is_superuser, is_verified, legacy_id, version FROM users ORDER BY id");

    private static async Task<List<string>> RowsAsync(string database, string sql)
    {
        await using var connection = new SqliteConnection($"{database};Pooling=False");
        await connection.OpenAsync();
#pragma warning disable CA2100 // The SQL texts are constants of tests.
        await using var command = new SqliteCommand(sql, connection);
#pragma warning restore CA2100
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<string>();
        while (await reader.ReadAsync())
            rows.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(reader.GetValue)));
        return rows;
    }
}
