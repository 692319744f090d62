using Auth.Application.Users.Import;
using Auth.Application.Users.Import.Kinds;
using Auth.Domain.Credentials;
using Auth.Domain.Users;
using Auth.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Auth.Tests.Integration.Import;

/// <summary>Imports from the databases of two applications with fastapi-users.</summary>
[OnEachDatabase]
public sealed class DatabaseImportTests(DatabaseEngine engine)
{
    // As a PostgreSQL table of users is read by id, its rows have other numbers.
    private static readonly string[] Problems =
    [
        "access_tokens 1 expired_token created_at error",
        "access_tokens 2 expired_token created_at error",
        "access_tokens 3 without_user user_id error",
        "external_accounts - column_without_target access_token warning",
        "external_accounts - column_without_target expires_at warning",
        "external_accounts - column_without_target refresh_token warning",
        "external_accounts 1 duplicate_external_account account_id error",
        "external_accounts 3 duplicate_external_account account_id error",
        "users 39 duplicate_email email warning",
        "users 40 duplicate_email email error",
        "users 41 invalid_email email error",
        "users 42 unsupported_hash hashed_password warning",
        "users 43 unsupported_hash hashed_password warning",
        "users 44 no_password hashed_password warning",
        "users 45 repaired_email email warning",
        "users 46 invalid_email email error",
        "users 47 repaired_id id warning",
    ];

    private AuthServer _server = null!;

    [SetUp]
    public async Task StartAsync() => _server = await AuthServer.StartAsync(engine);

    [TearDown]
    public async Task StopAsync() => await _server.DisposeAsync();

    [Test]
    public async Task The_report_names_every_problem_of_a_SQLite_database()
    {
        var imported = await _server.ImportAsync(Imports.FastApiUsers);

        Assert.That(Sorted(imported.Lines), Is.EqualTo(Problems));
        Assert.That(
            (imported.Users("rows"), imported.Users("created"), imported.Users("skipped")), Is.EqualTo((47L, 44L, 3L)));
        Assert.That(
            imported.Summary.GetProperty("password_hashes").EnumerateObject().Select(hash => $"{hash.Name}: {hash.Value}"),
            Is.EqualTo(["argon2id m=102400,t=2,p=8: 38", "bcrypt 10: 3", "bcrypt 12: 3", "none: 1", "unsupported: 2"]));
    }

    [Test]
    public async Task The_report_names_every_problem_of_a_PostgreSQL_database()
    {
        if (PostgreSqlServer.WhyAbsent is { } reason)
            Assert.Ignore(reason);

        var imported = await _server.ImportAsync(await Imports.CopyToPostgreSqlAsync(Imports.FastApiUsers));

        // A column of type uuid has one notation, and is sorted.
        Assert.That(
            Sorted(imported.Lines).Select(line => WithoutRow(line)).Order(),
            Is.EqualTo(Problems.Select(WithoutRow).Where(line => !line.Contains("repaired_id", StringComparison.Ordinal)).Order()));
        Assert.That(imported.Users("created"), Is.EqualTo(44));
    }

    [Test]
    public async Task A_dry_run_reports_the_same_problems_and_writes_nothing()
    {
        var dryRun = await _server.ImportAsync(new ImportLocation(ImportKinds.FastApiUsers, Imports.FastApiUsers), isDryRun: true);
        await using var scope = _server.Services.CreateAsyncScope();
        var count = await scope.ServiceProvider.GetRequiredService<IUserRepository>().CountAsync(new(null, null, null, null), default);

        Assert.That(Sorted(dryRun.Lines), Is.EqualTo(Problems));
        Assert.That((dryRun.Users("created"), count), Is.EqualTo((44L, 0)));
    }

    [Test]
    public async Task An_account_at_a_provider_is_linked_once_and_not_again_after_it_was_unlinked()
    {
        var first = await _server.ImportAsync(Imports.FastApiUsers);
        var second = await _server.ImportAsync(Imports.FastApiUsers);
        var link = (await LinksAsync()).Single();
        await using (var scope = _server.Services.CreateAsyncScope())
        {
            await scope.ServiceProvider.GetRequiredService<IExternalLoginRepository>().DeleteAsync([link.Id], default);
            var owner = await scope.ServiceProvider.GetRequiredService<IUserRepository>().FindAsync(link.UserId, default);
            await _server.UpdateUserAsync(owner!, user => user.Rename("Changed"));
        }

        var third = await _server.ImportAsync(Imports.FastApiUsers);

        Assert.That((External(first, "created"), External(second, "created"), External(second, "unchanged")), Is.EqualTo((1L, 0L, 1L)));
        Assert.That(await LinksAsync(), Is.Empty);
        Assert.That(third.Lines, Has.One.EqualTo("external_accounts 2 changed_in_auth - error"));
    }

    [Test]
    public async Task Users_keep_their_ids_addresses_and_flags()
    {
        await _server.ImportAsync(Imports.FastApiUsers);

        var users = await ListAsync();

        Assert.Multiple(() =>
        {
            Assert.That(users["STATE3@EXAMPLE.COM"], Is.EqualTo("11089727-dc75-4d41-b996-df49cdc1c1dc state3@example.com True True True"));
            Assert.That(users["STATE1@EXAMPLE.COM"], Is.EqualTo("7313d6b0-613a-4e2b-9d0c-8cd43cf81d6b state1@example.com False False False"));
            Assert.That(users["JÜRGEN@EXAMPLE.COM"], Is.EqualTo("43bc297f-7cb6-43fe-b828-58c9328257b2 jürgen@example.com True False False"));
            Assert.That(users["ÀÉ@BÜCHER.EXAMPLE"], Is.EqualTo("389bc466-3c3f-48e4-8b4a-23a430c32f9a ÀÉ@bücher.example True False False"));
            Assert.That(users["SPACED@EXAMPLE.COM"], Is.EqualTo("5eed0000-0000-4000-8000-000000abc007 spaced@example.com True False False"));
            Assert.That(users["HEXID@EXAMPLE.COM"], Is.EqualTo("5eed0000-0000-4000-8000-000000000def hexid@example.com True False False"));
            Assert.That(users["TWIN@EXAMPLE.COM"], Does.StartWith("5eed0000-0000-4000-8000-000000abc001 Twin@example.com"));
        });
    }

    [Test]
    public async Task An_imported_address_cannot_be_registered_again()
    {
        await _server.ImportAsync(Imports.FastApiUsers);

        using var register = await _server.SendAsync(
            HttpMethod.Post, "/api/auth/register", json: new { email = "JÜRGEN@example.com", password = AuthServer.Password });

        Assert.That(await register.Content.ReadAsStringAsync(), Does.Contain("REGISTER_USER_ALREADY_EXISTS"));
    }

    [Test]
    public async Task Integer_ids_become_UUIDs_and_loose_flags_booleans()
    {
        var imported = await _server.ImportAsync(Imports.IntegerIds);
        var users = await ListAsync();

        Assert.That(imported.Lines.Where(line => line.StartsWith("users 1 ", StringComparison.Ordinal)), Is.EqualTo(
        [
            "users 1 foreign_id id warning",
            "users 1 repaired_flag is_active warning",
            "users 1 repaired_flag is_superuser warning",
            "users 1 null_flag is_verified warning",
        ]));
        Assert.That(imported.Lines.TakeLast(4), Is.EqualTo(
        [
            "users - column_without_target birthdate warning", "users - column_without_target created_at warning",
            "users - column_without_target first_name warning", "users - column_without_target is_staff warning",
        ]));
        Assert.That(users["USER0@EXAMPLE.COM"], Is.EqualTo("70308df1-81c4-56b5-b7f1-d0a81683d230 user0@example.com False False False"));
        Assert.That(users["USER1@EXAMPLE.COM"], Does.EndWith("user1@example.com True False True"));
    }

    [Test]
    public async Task Columns_become_user_fields()
    {
        await using var server = await AuthServer.StartAsync(engine, new Dictionary<string, string>
        {
            ["Auth:UserFields:Fields:0:Name"] = "firstName",
            ["Auth:UserFields:Fields:0:Type"] = "String",
            ["Auth:UserFields:Fields:1:Name"] = "birthdate",
            ["Auth:UserFields:Fields:1:Type"] = "Date",
            ["Auth:UserFields:Fields:2:Name"] = "is_staff",
            ["Auth:UserFields:Fields:2:Type"] = "Boolean",
            ["Auth:UserFields:Fields:3:Name"] = "created_at",
            ["Auth:UserFields:Fields:3:Type"] = "Date",
        });

        var imported = await server.ImportAsync(Imports.IntegerIds, ("first_name", "firstName"));
        await using var scope = server.Services.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<IUserRepository>();
        var user = await users.FindByEmailAsync("user1@example.com", default);

        Assert.That(user!.Fields, Is.EqualTo("""{"firstName":"Jürgen","birthdate":"1961-01-02","is_staff":false}"""));
        Assert.That(imported.Codes, Does.Contain("invalid_field").And.Not.Contain("column_without_target"));
    }

    private async Task<Dictionary<string, string>> ListAsync()
    {
        await using var scope = _server.Services.CreateAsyncScope();
        var users = await scope.ServiceProvider.GetRequiredService<IUserRepository>()
            .ListAsync(new(null, null, null, null), null, 1000, default);
        return users.ToDictionary(
            user => user.NormalizedEmail,
            user => $"{user.Id} {user.Email} {user.IsActive} {user.IsSuperuser} {user.IsVerified}");
    }

    private async Task<List<ExternalLogin>> LinksAsync()
    {
        await using var scope = _server.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<AuthDbContext>().Set<ExternalLogin>().AsNoTracking().ToListAsync();
    }

    private static long External(Imported imported, string count) =>
        imported.Summary.GetProperty("external_accounts").GetProperty(count).GetInt64();

    private static IEnumerable<string> Sorted(IEnumerable<string> lines) => lines.Order(StringComparer.Ordinal);

    private static string WithoutRow(string line) => string.Join(' ', line.Split(' ').Where((_, i) => i != 1));
}
