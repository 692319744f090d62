using Auth.Application.Users.Import;
using Auth.Application.Users.Import.Kinds;
using Auth.Domain.Users;
using Auth.Infrastructure.Persistence;
using Auth.Tests.Unit.Passwords.Formats;
using Microsoft.AspNetCore.Identity;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Auth.Tests.Integration.Import;

/// <summary>The exports of other systems. The files have the form that each system writes.</summary>
public sealed class KindImportTests
{
    private const string Password = SomeFormats.Password;

    private static AuthServer? _server;

    private static AuthServer Server => _server!;

    [OneTimeSetUp]
    public static async Task StartAsync() => _server = await AuthServer.StartAsync(settings: new Dictionary<string, string>
    {
        ["Auth:Passwords:Firebase:SignerKey"] = SomeFormats.SignerKey,
        ["Auth:UserFields:Fields:0:Name"] = "plan",
        ["Auth:UserFields:Fields:0:WritableBy"] = "Nobody",
        ["Auth:UserFields:Fields:1:Name"] = "team",
    });

    [OneTimeTearDown]
    public static async Task StopAsync() => await Server.DisposeAsync();

    [TestCase(PasswordHasherCompatibilityMode.IdentityV2, "v2")]
    [TestCase(PasswordHasherCompatibilityMode.IdentityV3, "v3")]
    public async Task Tables_of_ASP_NET_Core_Identity(PasswordHasherCompatibilityMode mode, string mark)
    {
        var hash = new PasswordHasher<string>(Options.Create(new PasswordHasherOptions { CompatibilityMode = mode, IterationCount = 1000 }))
            .HashPassword("", Password);
        var id = Guid.NewGuid();
        var file = await SqliteAsync(
            """CREATE TABLE "AspNetUsers" ("Id" TEXT NOT NULL PRIMARY KEY, "UserName" TEXT, "NormalizedUserName" TEXT, "Email" TEXT, "NormalizedEmail" TEXT, "EmailConfirmed" INTEGER NOT NULL, "PasswordHash" TEXT, "SecurityStamp" TEXT, "ConcurrencyStamp" TEXT, "PhoneNumber" TEXT, "PhoneNumberConfirmed" INTEGER NOT NULL, "TwoFactorEnabled" INTEGER NOT NULL, "LockoutEnd" TEXT, "LockoutEnabled" INTEGER NOT NULL, "AccessFailedCount" INTEGER NOT NULL)""",
            """CREATE TABLE "AspNetUserLogins" ("LoginProvider" TEXT NOT NULL, "ProviderKey" TEXT NOT NULL, "ProviderDisplayName" TEXT, "UserId" TEXT NOT NULL)""",
            Insert(id, "ada", confirmed: 1, end: "NULL", lockable: 1),
            Insert(Guid.NewGuid(), "off", confirmed: 0, end: "'9999-12-31 23:59:59.9999999+00:00'", lockable: 1),
            Insert(Guid.NewGuid(), "short", confirmed: 0, end: $"'{TimeProvider.System.GetUtcNow().AddMinutes(5):yyyy-MM-dd HH:mm:ss.fffffffzzz}'", lockable: 1),
            Insert(Guid.NewGuid(), "never", confirmed: 0, end: "'9999-12-31 23:59:59.9999999+00:00'", lockable: 0),
            $"INSERT INTO \"AspNetUserLogins\" VALUES ('Google', 'id-google-{mark}', 'Google', '{id.ToString().ToUpperInvariant()}')");

        var imported = await ImportAsync("identity", file);

        Assert.That((imported.Users("created"), imported.External("created")), Is.EqualTo((4, 1)));
        Assert.That(imported.Columns("column_without_target"), Does.Contain("SecurityStamp").And.Contain("PhoneNumber").And.Not.Contain("LockoutEnd"));
        await AssertUserAsync($"id-{mark}-ada@example.com", "active verified", Password, $"google id-google-{mark}");
        await AssertUserAsync($"id-{mark}-off@example.com", "");
        await AssertUserAsync($"id-{mark}-short@example.com", "active", Password);
        await AssertUserAsync($"id-{mark}-never@example.com", "active", Password);
        Assert.That((await FindAsync($"id-{mark}-ada@example.com"))!.Id, Is.EqualTo(id));

        string Insert(Guid user, string name, int confirmed, string end, int lockable) =>
            $"INSERT INTO \"AspNetUsers\" VALUES ('{user.ToString().ToUpperInvariant()}', '{name}', '{name}', 'id-{mark}-{name}@example.com', '', {confirmed}, '{hash}', 's', 'c', NULL, 0, 0, {end}, {lockable}, 0)";
    }

    [Test]
    public async Task A_table_of_Identity_that_SQL_Server_exported_as_CSV()
    {
        var hash = SomeFormats.Hashes.Single(format => format.Kind == "identity-v3").Hash;
        var users = await WriteAsync(
            "Id;UserName;Email;EmailConfirmed;PasswordHash;LockoutEnd;LockoutEnabled",
            $"7;csv;id-csv@example.com;1;{hash};;1",
            $"8;csv2;id-csv2@example.com;0;{hash};9999-12-31 23:59:59.9999999 +00:00;1");

        var imported = await ImportAsync("identity", users);

        Assert.That(imported.Users("created"), Is.EqualTo(2));
        await AssertUserAsync("id-csv@example.com", "active verified", Password);
        await AssertUserAsync("id-csv2@example.com", "");
        Assert.That((await FindAsync("id-csv@example.com"))!.LegacyId, Is.EqualTo("7"));
    }

    [Test]
    public async Task A_missing_column_is_named_as_in_the_source()
    {
        var users = await WriteAsync("Id;Email;EmailConfirmed", "7;id-missing@example.com;1");

        Assert.That(
            async () => await ImportAsync("identity", users),
            Throws.TypeOf<ImportException>().With.Message.Contains("lacks the column PasswordHash"));
    }

    [Test]
    public async Task Tables_of_Django_with_a_hash_of_each_hasher()
    {
        var hashes = SomeFormats.Hashes.Where(format => format.Kind.StartsWith("django", StringComparison.Ordinal)).ToList();
        var file = await SqliteAsync(
        [
            """CREATE TABLE "auth_user" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "password" varchar(128) NOT NULL, "last_login" datetime NULL, "is_superuser" bool NOT NULL, "username" varchar(150) NOT NULL UNIQUE, "last_name" varchar(150) NOT NULL, "email" varchar(254) NOT NULL, "is_staff" bool NOT NULL, "is_active" bool NOT NULL, "date_joined" datetime NOT NULL, "first_name" varchar(150) NOT NULL)""",
            """CREATE TABLE "socialaccount_socialaccount" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "provider" varchar(200) NOT NULL, "uid" varchar(191) NOT NULL, "last_login" datetime NOT NULL, "date_joined" datetime NOT NULL, "extra_data" text NOT NULL, "user_id" integer NOT NULL)""",
            .. hashes.Select((format, i) => Insert(i + 1, format.Hash, isSuperuser: i == 0, isStaff: i == 1)),
            "INSERT INTO \"socialaccount_socialaccount\" VALUES (1, 'google', 'dj-google-1', '', '', '{}', 1)",
        ]);

        var imported = await ImportAsync("django", file);

        Assert.That((imported.Users("created"), imported.External("created")), Is.EqualTo((hashes.Count, 1)));
        Assert.That(imported.Columns("column_without_target"), Is.EqualTo(["date_joined", "is_staff", "last_login", "username"]));
        await AssertUserAsync("dj-1@example.com", "active superuser", Password, "google dj-google-1");
        for (var i = 2; i <= hashes.Count; i++)
            await AssertUserAsync($"dj-{i}@example.com", "active", Password);
        var user = await FindAsync("dj-2@example.com");
        Assert.That((user!.LegacyId, user.Id, user.Name), Is.EqualTo(("2", ForeignId.ToGuid("2"), "Ada Łovelace")));

        static string Insert(int id, string hash, bool isSuperuser, bool isStaff) =>
            $"INSERT INTO \"auth_user\" VALUES ({id}, '{hash}', NULL, {isSuperuser}, 'user{id}', 'Łovelace', 'dj-{id}@example.com', {isStaff}, 1, '2024-01-02 03:04:05.678', 'Ada')";
    }

    [Test]
    public async Task A_dump_of_Django()
    {
        var imported = await ImportAsync("django", Sample("django-users.json"));

        Assert.That(imported.Users("created"), Is.EqualTo(1));
        Assert.That(imported.LinesOf("error"), Is.EqualTo(["users 2 invalid_email email error"]));
        await AssertUserAsync("dj-dump@example.com", "active superuser", Password);
        Assert.That((await FindAsync("dj-dump@example.com"))!.LegacyId, Is.EqualTo("41"));
    }

    [Test]
    public async Task The_realm_of_Keycloak()
    {
        var imported = await ImportAsync("keycloak", Sample("keycloak-realm.json"), ("attributes.team", "team"));

        Assert.That((imported.Users("created"), imported.External("created")), Is.EqualTo((3, 1)));
        Assert.That(imported.LinesOf("error"), Is.EqualTo(["users 4 invalid_email email error"]));
        Assert.That(imported.Codes, Does.Contain("unsupported_hash"));
        Assert.That(imported.Columns("column_without_target"), Does.Contain("attributes.is_superuser").And.Contain("realmRoles").And.Not.Contain("credentials"));
        await AssertUserAsync("kc-ada@example.com", "active verified", "password", "google kc-google-1");
        await AssertUserAsync("kc-bob@example.com", "active", "password");
        await AssertUserAsync("kc-off@example.com", "verified");
        var ada = await FindAsync("kc-ada@example.com");
        Assert.That((ada!.Name, ada.Fields), Is.EqualTo(("Ada Łovelace", """{"team":"core"}""")));
    }

    [Test]
    public async Task The_users_of_Firebase()
    {
        var imported = await ImportAsync("firebase", Sample("firebase-users.json"));

        Assert.That((imported.Users("created"), imported.External("created")), Is.EqualTo((2, 1)));
        Assert.That(imported.LinesOf("error"), Is.EqualTo(["users 3 invalid_email email error"]));
        Assert.That(imported.Columns("column_without_target"), Does.Contain("customAttributes.is_superuser").And.Contain("customAttributes.plan"));
        await AssertUserAsync("fb-ada@example.com", "active verified", "user1password", "google fb-google-1");
        await AssertUserAsync("fb-off@example.com", "");
        var ada = await FindAsync("fb-ada@example.com");
        Assert.That((ada!.LegacyId, ada.Name, ada.Fields), Is.EqualTo(("8hZ3vQ2mXeTn5kWd7RbYs1LpC4a2", "Ada", null as string)));
    }

    [Test]
    public async Task The_tables_of_Supabase_as_CSV()
    {
        var imported = await ImportAsync(
            new ImportLocation(ImportKinds.Get("supabase"), Sample("supabase-users.csv"), ExternalAccounts: Sample("supabase-identities.csv")));

        await AssertSupabaseAsync(imported);
    }

    [Test]
    public async Task The_schema_of_Supabase_in_PostgreSQL()
    {
        if (PostgreSqlServer.WhyAbsent is { } reason)
            Assert.Ignore(reason);
        var url = await PostgreSqlSources.CreateAsync(
            """
            CREATE SCHEMA auth;
            CREATE TABLE public.users (id int);
            CREATE TABLE auth.users (instance_id uuid, id uuid NOT NULL PRIMARY KEY, aud varchar(255), role varchar(255), email varchar(255), encrypted_password varchar(255), email_confirmed_at timestamptz, raw_app_meta_data jsonb, raw_user_meta_data jsonb, is_super_admin boolean, created_at timestamptz, banned_until timestamptz, deleted_at timestamptz, is_anonymous boolean NOT NULL DEFAULT false);
            CREATE TABLE auth.identities (provider_id text NOT NULL, user_id uuid NOT NULL, identity_data jsonb NOT NULL, provider text NOT NULL, email text, id uuid NOT NULL PRIMARY KEY);
            INSERT INTO auth.users (id, email, encrypted_password, email_confirmed_at, raw_user_meta_data, banned_until) VALUES
              ('7a9d1c3e-2222-4c1f-9b9a-3f0c6d2e8b01', 'pg-ada@example.com', '$2a$10$25xSNk8vdsxTijJx642kZOOWiRdp1h7Jq6I8HBhiqfGWwXwBgamLS', now(), '{"name": "Ada", "plan": "pro"}', NULL),
              ('7a9d1c3e-2222-4c1f-9b9a-3f0c6d2e8b02', 'pg-banned@example.com', '$2a$10$25xSNk8vdsxTijJx642kZOOWiRdp1h7Jq6I8HBhiqfGWwXwBgamLS', NULL, '{}', 'infinity');
            INSERT INTO auth.identities VALUES ('pg-google-1', '7a9d1c3e-2222-4c1f-9b9a-3f0c6d2e8b01', '{}', 'google', 'ada@gmail.com', '7a9d1c3e-2222-4c1f-9b9a-3f0c6d2e8b09');
            """);

        var imported = await ImportAsync("supabase", url);

        Assert.That((imported.Users("created"), imported.External("created")), Is.EqualTo((2, 1)));
        await AssertUserAsync("pg-ada@example.com", "active verified", Password, "google pg-google-1");
        await AssertUserAsync("pg-banned@example.com", "");
        Assert.That((await FindAsync("pg-ada@example.com"))!.Name, Is.EqualTo("Ada"));
    }

    [Test]
    public async Task The_password_hashes_of_Auth0()
    {
        var imported = await ImportAsync("auth0", Sample("auth0-passwords.ndjson"));

        Assert.That(imported.Users("created"), Is.EqualTo(2));
        await AssertUserAsync("a0-ada@example.com", "active verified", Password);
        await AssertUserAsync("a0-bob@example.com", "active", Password);
        Assert.That((await FindAsync("a0-ada@example.com"))!.LegacyId, Is.EqualTo("auth0|5dea9f9c82dd7c0e76e4ec93"));
        Assert.That((await FindAsync("a0-bob@example.com"))!.LegacyId, Is.EqualTo("auth0|euclid"));
    }

    [Test]
    public async Task The_users_of_Auth0()
    {
        var imported = await ImportAsync("auth0", Sample("auth0-users.ndjson"), ("app_metadata.team", "team"));

        Assert.That((imported.Users("created"), imported.External("created")), Is.EqualTo((2, 1)));
        await AssertUserAsync("a0-off@example.com", "verified");
        await AssertUserAsync("a0-cleo@example.com", "active verified", null, "google a0-google-1");
        var off = await FindAsync("a0-off@example.com");
        Assert.That((off!.Name, off.Fields, off.IsSuperuser), Is.EqualTo((null as string, """{"team":"core"}""", false)));
    }

    [Test]
    public async Task A_dry_run_reports_the_same_and_writes_nothing()
    {
        await using var server = await AuthServer.StartAsync();
        var location = new ImportLocation(ImportKinds.Get("keycloak"), Sample("keycloak-realm.json"));

        var dry = await server.ImportAsync(location, isDryRun: true);
        var users = await server.CountUsersAsync();
        var real = await server.ImportAsync(location);

        Assert.That((users, dry.Users("created"), real.Users("created")), Is.EqualTo((0, 3, 3)));
        Assert.That(dry.Lines, Is.EqualTo(real.Lines));
    }

    [TestCase("keycloak", """{"realm":"acme","clients":[]}""", "lacks the column id")]
    [TestCase("keycloak", """{"users":[]}""", "contains no users")]
    [TestCase("keycloak", """{"users":[{"id":"1","email":"a@example.com"}""", "no JSON file")]
    [TestCase("keycloak", "id,email\n1,a@example.com", "is no JSON file, which --from keycloak needs")]
    [TestCase("firebase", """{"users":{"a":1}}""", "lacks the column localId")]
    [TestCase("firebase", """{"users":[1,2]}""", "None of the first 2 rows is a user")]
    [TestCase("auth0", """{"users":[{"user_id":"1"}]}""", "lacks the column user_id")]
    [TestCase("identity", "{}", "lacks the columns")]
    [TestCase("django", """[{"model":"auth.group","pk":1,"fields":{"name":"staff"}}]""", "lacks the columns email, password")]
    public async Task A_wrong_file_is_refused(string kind, string content, string reason)
    {
        var file = await WriteAsync(content);

        Assert.That(async () => await ImportAsync(kind, file), Throws.TypeOf<ImportException>().With.Message.Contains(reason));
    }

    [TestCase("keycloak")]
    [TestCase("firebase")]
    [TestCase("auth0")]
    public void A_database_of_a_system_that_exports_JSON_is_refused(string kind) => Assert.That(
        async () => await ImportAsync(kind, "postgres://auth@localhost/app"),
        Throws.TypeOf<ImportException>().With.Message.EqualTo($"The source of --from {kind} is a JSON file."));

    [Test]
    public async Task A_mapped_column_that_no_document_has_is_refused()
    {
        Assert.That(
            async () => await ImportAsync("keycloak", Sample("keycloak-realm.json"), ("attributes.tame", "team")),
            Throws.TypeOf<ImportException>().With.Message.EqualTo("The source has no column attributes.tame, which --map names."));
        Assert.That(await FindAsync("kc-nobody@example.com"), Is.Null);
    }

    [Test]
    public async Task The_users_of_a_large_realm_are_found_after_any_other_members()
    {
        var noise = string.Join(',', Enumerable.Range(0, 20_000).Select(i => $$"""{"name":"client-{{i}}","users":[1,{"users":[]}],"text":"{\"users\":[" }"""));
        var users = string.Join(',', Enumerable.Range(0, 2000).Select(i => $$"""{"id":"big-{{i}}","email":"kc-big-{{i}}@example.com","enabled":true}"""));
        var file = await WriteAsync($$"""{"clients":[{{noise}}],"users":[{{users}}],"components":[{{noise}}]}""");

        var imported = await ImportAsync("keycloak", file);

        Assert.That((imported.Users("created"), imported.LinesOf("error")), Is.EqualTo((2000, Array.Empty<string>())));
    }

    private static async Task AssertSupabaseAsync(Imported imported)
    {
        Assert.That((imported.Users("created"), imported.External("created"), imported.External("rows")), Is.EqualTo((4, 1, 1)));
        Assert.That(imported.LinesOf("error"), Is.EqualTo(["users 5 invalid_email email error"]));
        Assert.That(imported.Columns("column_without_target"), Does.Contain("raw_user_meta_data.is_superuser").And.Contain("raw_user_meta_data.plan").And.Contain("is_super_admin"));
        await AssertUserAsync("sb-ada@example.com", "active verified", Password, "google sb-google-1");
        await AssertUserAsync("sb-new@example.com", "active", Password);
        await AssertUserAsync("sb-banned@example.com", "verified");
        await AssertUserAsync("sb-deleted@example.com", "verified");
        var ada = await FindAsync("sb-ada@example.com");
        Assert.That((ada!.Name, ada.Fields, ada.LegacyId), Is.EqualTo(("Ada", null as string, null as string)));
    }

    /// <summary>Asserts the flags and external accounts of a user, and that the user logs in with the password.</summary>
    private static async Task AssertUserAsync(string email, string flags, string? password = null, params string[] accounts)
    {
        var user = await FindAsync(email);
        Assert.That(user, Is.Not.Null, email);
        string?[] set = [user!.IsActive ? "active" : null, user.IsVerified ? "verified" : null, user.IsSuperuser ? "superuser" : null];
        Assert.That(string.Join(' ', set.OfType<string>()), Is.EqualTo(flags), email);
        await using var scope = Server.Services.CreateAsyncScope();
        var links = await scope.ServiceProvider.GetRequiredService<AuthDbContext>().Set<Domain.Credentials.ExternalLogin>()
            .Where(login => login.UserId == user.Id).ToListAsync();
        Assert.That(links.Select(link => $"{link.Provider} {link.AccountId}"), Is.EqualTo(accounts), email);
        if (password is null)
            return;
        using var login = await Server.LoginAsync(email, password);
        using var wrong = await Server.LoginAsync(email, password + "x");
        Assert.That(((int)login.StatusCode, (int)wrong.StatusCode), Is.EqualTo((200, 400)), email);
    }

    private static Task<Imported> ImportAsync(string kind, string source, params (string Column, string Target)[] map) =>
        ImportAsync(new ImportLocation(ImportKinds.Get(kind), source), map);

    private static Task<Imported> ImportAsync(ImportLocation location, params (string Column, string Target)[] map) =>
        Server.ImportAsync(location, map);

    private static async Task<User?> FindAsync(string email)
    {
        await using var scope = Server.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<IUserRepository>().FindByEmailAsync(email, default);
    }

    private static string Sample(string name) => Imports.Fixture(Path.Combine("Kinds", name));

    private static async Task<string> WriteAsync(params string[] lines)
    {
        var path = Path.Combine(Server.Folder, $"{Guid.NewGuid():N}.txt");
        await File.WriteAllLinesAsync(path, lines);
        return path;
    }

#pragma warning disable CA2100 // The statements are constants of the tests.
    private static async Task<string> SqliteAsync(params IEnumerable<string> statements)
    {
        var path = Path.Combine(Server.Folder, $"{Guid.NewGuid():N}.sqlite");
        await using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        await connection.OpenAsync();
        foreach (var statement in statements)
        {
            await using var command = new SqliteCommand(statement, connection);
            await command.ExecuteNonQueryAsync();
        }

        return path;
    }
#pragma warning restore CA2100
}
