using System.Diagnostics;
using System.Net;
using System.Text;
using System.Text.Json;
using Auth.Application.Users.Import;
using Auth.Domain.Users;
using Microsoft.Extensions.DependencyInjection;

namespace Auth.Tests.Integration.Import;

/// <summary>CSV, JSON and SQLite files, and files of other kinds.</summary>
public sealed class FileImportTests
{
    private AuthServer _server = null!;

    [SetUp]
    public async Task StartAsync() => _server = await AuthServer.StartAsync();

    [TearDown]
    public async Task StopAsync() => await _server.DisposeAsync();

    [Test]
    public async Task Every_user_with_a_known_password_logs_in()
    {
        await _server.ImportAsync(Imports.FastApiUsers);
        var passwords = JsonSerializer.Deserialize<Dictionary<string, string>>(await File.ReadAllTextAsync(Imports.Passwords))!;
        var answers = new Dictionary<string, HttpStatusCode>();
        foreach (var (email, password) in passwords)
        {
            using var login = await _server.LoginAsync(email, password);
            answers[email] = login.StatusCode;
        }

        // An inactive user.
        Assert.That(
            answers.Where(answer => answer.Value is not HttpStatusCode.OK).Select(answer => answer.Key),
            Is.EqualTo(["state1@example.com"]));
        Assert.That(answers, Has.Count.EqualTo(36));
    }

    [TestCase(",", "\n")]
    [TestCase(";", "\r\n")]
    [TestCase("\t", "\n")]
    public async Task A_CSV_file_has_any_usual_separator(string separator, string lineEnd)
    {
        // PostgreSQL writes flags as t and f. The hash contains commas.
        var lines = new[]
        {
            string.Join(separator, Imports.Header.Split(',')),
            string.Join(separator, Guid.NewGuid(), "\"jürgen@example.com\"", $"\"{Imports.Argon2id}\"", "t", "f", "t"),
        };

        var imported = await _server.ImportAsync(await WriteAsync(string.Join(lineEnd, lines)));
        var user = await FindAsync("jürgen@example.com");

        Assert.That(imported.Codes, Is.EqualTo(["repaired_flag"]));
        Assert.That((user!.HashedPassword, user.IsActive, user.IsSuperuser, user.IsVerified), Is.EqualTo((Imports.Argon2id, true, false, true)));
    }

    [Test]
    public async Task A_file_in_UTF_16_with_a_byte_order_mark_is_read()
    {
        var file = await WriteAsync($"{Imports.Header}\n{Imports.Row(Guid.NewGuid(), "jürgen@example.com")}", Encoding.Unicode);

        await _server.ImportAsync(file);

        Assert.That(await FindAsync("jürgen@example.com"), Is.Not.Null);
    }

    [TestCase("\n")]
    [TestCase(",\n", "[", "]")]
    public async Task An_export_of_MongoDB_is_read(string separator, string before = "", string after = "")
    {
        var documents = new[]
        {
            $$$"""{"_id":{"$oid":"65f0a1b2c3d4e5f601234567"},"email":"oid@example.com","hashed_password":"{{{Imports.Argon2id}}}","is_active":true,"is_superuser":false,"is_verified":true,"oauth_accounts":[{"id":"1","oauth_name":"google","access_token":"x","account_id":"42","account_email":"a@example.com"}]}""",
            $$$"""{"_id":{"$binary":{"base64":"Xu0AAAAAQACAAAAAAAq8AQ==","subType":"04"}},"email":"binary@example.com","hashed_password":"{{{Imports.Argon2id}}}","is_active":true,"is_superuser":false,"is_verified":false}""",
            $$$"""{"_id":{"$uuid":"5eed0000-0000-4000-8000-00000abc0002"},"email":"uuid@example.com","hashed_password":"{{{Imports.Argon2id}}}","is_active":false,"is_superuser":false,"is_verified":false}""",
        };

        var imported = await _server.ImportAsync(await WriteAsync(before + string.Join(separator, documents) + after));

        Assert.That(imported.Users("created"), Is.EqualTo(3));
        Assert.That((await FindAsync("oid@example.com"))!.LegacyId, Is.EqualTo("65f0a1b2c3d4e5f601234567"));
        Assert.That((await FindAsync("binary@example.com"))!.Id.ToString(), Is.EqualTo("5eed0000-0000-4000-8000-0000000abc01"));
        Assert.That((await FindAsync("uuid@example.com"))!.Id.ToString(), Is.EqualTo("5eed0000-0000-4000-8000-00000abc0002"));
        Assert.That(imported.Summary.GetProperty("external_accounts").GetProperty("rows").GetInt64(), Is.EqualTo(1));
    }

    [Test]
    public async Task Columns_with_other_names_are_mapped()
    {
        var file = await WriteAsync(
            $"uid,mail,pw,enabled,admin,checked,display\n{Guid.NewGuid()},ada@example.com,\"{Imports.Argon2id}\",1,0,1,Ada");

        await _server.ImportAsync(file, ("uid", "id"), ("mail", "email"), ("pw", "hashed_password"), ("enabled", "is_active"),
            ("admin", "is_superuser"), ("checked", "is_verified"), ("display", "name"));

        Assert.That((await FindAsync("ada@example.com"))!.Name, Is.EqualTo("Ada"));
    }

    [Test]
    public async Task A_row_with_problems_is_skipped_and_others_are_imported()
    {
        var imported = await _server.ImportAsync(_server.Csv(
            Imports.Row(Guid.NewGuid(), "ada@example.com"), "1,2", Imports.Row("", "b@example.com"), Imports.Row(1, "c@example.com", hash: ""),
            $"2,d@example.com,{new string('x', 2000)},maybe,0,0"));

        Assert.That(imported.Lines, Is.EqualTo(
        [
            "users 2 malformed_row - error", "users 3 invalid_id id error", "users 4 foreign_id id warning",
            "users 4 no_password hashed_password warning", "users 5 foreign_id id warning", "users 5 invalid_flag is_active error",
            "users 5 unsupported_hash hashed_password warning",
        ]));
        Assert.That(imported.Users("created"), Is.EqualTo(2));
        Assert.That((await FindAsync("c@example.com"))!.HashedPassword, Does.StartWith("!"));
    }

    [TestCase("", "is empty")]
    [TestCase("\0\0\0\0", "no known format")]
    [TestCase("-- PostgreSQL database dump\nCREATE TABLE x ();", "SQL dump")]
    [TestCase("email,password\na@example.com,secret", "lacks the columns id, hashed_password, is_active, is_superuser, is_verified")]
    [TestCase("1,a@example.com,$2b$12$abc,1,0,0\n2,b@example.com,$2b$12$abc,1,0,0", "needs a header")]
    [TestCase("{\"id\":1,", "object 1 cannot be read")]
    [TestCase("[1,2]", "None of the first 2 rows is a user")]
    [TestCase("id,email,hashed_password,is_active,is_superuser,is_verified", "no users")]
    [TestCase("id,email,hashed_password,is_active,is_superuser,is_verified\n1,nobody,x,1,0,0", "None of the first 1 rows is a user. Row 1, column email")]
    [TestCase("no table at all\nbut text", "lacks the columns")]
    public async Task A_wrong_file_is_refused_in_one_line(string content, string reason)
    {
        var file = await WriteAsync(content);

        var refusal = Assert.ThrowsAsync<ImportException>(() => _server.ImportAsync(file));

        Assert.That(refusal!.Message, Does.Contain(reason).And.Not.Contain("\n").And.Not.Contain("$2b$").And.Not.Contain("secret"));
        Assert.That(await CountAsync(), Is.Zero);
    }

    [Test]
    public async Task A_file_in_another_encoding_is_refused()
    {
        var file = await WriteAsync($"{Imports.Header}\n{Imports.Row(1, "jürgen@example.com")}", Encoding.Latin1);

        Assert.That(
            () => _server.ImportAsync(file), Throws.TypeOf<ImportException>().With.Message.Contains("not in UTF-8"));
    }

    [TestCase("a")]
    [TestCase(",")]
    [TestCase("[{\"id\":\"")]
    [TestCase("{\"id\":1}\n")]
    [TestCase("id,email,hashed_password,is_active,is_superuser,is_verified\n")]
    public async Task Garbage_is_refused_without_reading_all_of_it(string start)
    {
        // A sparse file: reading all of it would take minutes.
        var file = await WriteAsync(start + new string(start.Length == 1 ? start[0] : 'x', 40 * 1024 * 1024));
        await using (var stream = File.OpenWrite(file))
            stream.SetLength(10L * 1024 * 1024 * 1024);

        Assert.That(() => _server.ImportAsync(file), Throws.TypeOf<ImportException>());
        Assert.That(await CountAsync(), Is.Zero);
    }

    [Test]
    public void A_damaged_or_foreign_SQLite_file_is_refused()
    {
        var damaged = Path.Combine(_server.Folder, "damaged.sqlite");
        File.WriteAllBytes(damaged, [.. "SQLite format 3\0"u8, .. new byte[5000]]);

        Assert.That(() => _server.ImportAsync(damaged), Throws.TypeOf<ImportException>().With.Message.Contains("cannot be read"));
        Assert.That(
            () => _server.ImportAsync(Path.Combine(_server.Folder, "missing.csv")), Throws.TypeOf<ImportException>());
        Assert.That(() => _server.ImportAsync(_server.Folder), Throws.TypeOf<ImportException>().With.Message.Contains("folder"));
        Assert.That(
            () => _server.ImportAsync("mongodb://localhost/x"), Throws.TypeOf<ImportException>().With.Message.Contains("mongoexport"));
    }

    [Test]
    public async Task A_truncated_SQLite_file_is_refused()
    {
        var whole = await File.ReadAllBytesAsync(Imports.FastApiUsers);
        for (var length = 17; length < whole.Length; length += 3001)
        {
            var file = Path.Combine(_server.Folder, $"{length}.sqlite");
            await File.WriteAllBytesAsync(file, whole[..length]);

            var refusal = Assert.ThrowsAsync<ImportException>(() => _server.ImportAsync(file), $"{length} bytes");

            Assert.That(refusal!.Message, Does.Not.Contain("\n"));
        }

        Assert.That(await CountAsync(), Is.Zero);
    }

    [Test]
    public async Task Other_files_are_refused()
    {
        byte[] picture = [0x89, .. "PNG\r\n"u8, 0x1A, 0x0A, 0, 0, 0, 0x0D, .. "IHDR"u8, .. RandomBytes(100_000)];
        byte[] longLine = [.. Encoding.UTF8.GetBytes($"{Imports.Header}\n"), .. Enumerable.Repeat((byte)'x', 1000)];
        foreach (var (name, content, length) in new[]
        {
            ("picture.png", picture, 0L), ("random", RandomBytes(1_000_000), 0L), ("line.csv", longLine, 1L << 30), ("line.json", "{\"id\":\"xxx"u8.ToArray(), 1L << 30),
            ("header.csv", "id"u8.ToArray(), 10L << 30), ("utf16.csv", Encoding.Unicode.GetBytes($"{Imports.Header}\n1,a@example.com,x,1,0,0\n"), 0L),
        })
        {
            var file = Path.Combine(_server.Folder, name);
            await File.WriteAllBytesAsync(file, content);
            if (length > 0)
            {
                await using var sparse = File.OpenWrite(file);
                sparse.SetLength(length);
            }

            var refusal = Assert.ThrowsAsync<ImportException>(() => _server.ImportAsync(file), name);

            Assert.That(refusal!.Message, Has.Length.LessThan(1000).And.Not.Contain("\n"), name);
        }

        Assert.That(await CountAsync(), Is.Zero);
    }

    [Test]
    public async Task Pipes_and_devices_are_refused()
    {
        if (OperatingSystem.IsWindows())
            Assert.Ignore("Windows has no named pipes in its file system.");
        var silent = Path.Combine(_server.Folder, "silent");
        var endless = Path.Combine(_server.Folder, "endless");
        await Process.Start("mkfifo", [silent, endless]).WaitForExitAsync();
        using var writer = Process.Start(new ProcessStartInfo("sh", ["-c", $"yes 'id,email,hashed_password,is_active,is_superuser,is_verified' > '{endless}'"]) { RedirectStandardError = true })!;
        try
        {
            foreach (var (file, reason) in new[] { (silent, "regular file"), (endless, "regular file"), ("/dev/zero", "no known format"), ("/dev/urandom", ""), ("/dev/null", "empty") })
            {
                var refusal = Assert.ThrowsAsync<ImportException>(() => _server.ImportAsync(file), file);
                Assert.That(refusal!.Message, Does.Contain(reason).And.Not.Contain("\n"), file);
            }
        }
        finally
        {
            writer.Kill(entireProcessTree: true);

            // Ends the thread that waits for a writer.
            await File.WriteAllTextAsync(silent, "");
        }
    }

    [TestCase("postgres://auth@127.0.0.1:1/auth", "PostgreSQL database cannot be read")]
    [TestCase("postgres://auth@no-such-host.invalid/auth", "PostgreSQL database cannot be read")]
    [TestCase("postgres://auth@127.0.0.1:99999/auth", "URL of the source is invalid")]
    [TestCase("postgres://auth@127.0.0.1:1/auth?nonsense=1", "invalid part")]
    [TestCase("mysql://auth@127.0.0.1:1/auth", "MySQL database cannot be read")]
    [TestCase("mysql://auth@no-such-host.invalid/auth", "MySQL database cannot be read")]
    [TestCase("oracle://auth@localhost/auth", "not supported")]
    [TestCase("http://localhost/users.csv", "not supported")]
    [TestCase("sqlite:///missing.sqlite", "cannot be read")]
    [TestCase("postgres://", "cannot be read")]
    [TestCase("://", "cannot be read")]
    public void A_wrong_URL_is_refused_in_one_line(string url, string reason)
    {
        var refusal = Assert.ThrowsAsync<ImportException>(() => _server.ImportAsync(url));

        Assert.That(refusal!.Message, Does.Contain(reason).And.Not.Contain("\n"));
    }

    [Test]
    public void A_password_in_a_URL_is_not_repeated()
    {
        var refusal = Assert.ThrowsAsync<ImportException>(
            () => _server.ImportAsync("postgres://auth:top-secret@127.0.0.1:1/auth"));

        Assert.That(refusal!.Message, Does.Not.Contain("top-secret"));
    }

    private static byte[] RandomBytes(int length)
    {
        var bytes = new byte[length];
        new Random(1).NextBytes(bytes);
        return bytes;
    }

    private async Task<string> WriteAsync(string content, Encoding? encoding = null)
    {
        var path = Path.Combine(_server.Folder, $"{Guid.NewGuid():N}.txt");
        await File.WriteAllTextAsync(path, content, encoding ?? new UTF8Encoding(false));
        return path;
    }

    private async Task<User?> FindAsync(string email)
    {
        await using var scope = _server.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<IUserRepository>().FindByEmailAsync(email, default);
    }

    private async Task<int> CountAsync()
    {
        await using var scope = _server.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<IUserRepository>().CountAsync(new(null, null, null, null), default);
    }
}
