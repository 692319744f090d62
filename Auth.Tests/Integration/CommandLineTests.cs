using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Auth.Domain.Credentials;
using Auth.Domain.Users;
using Auth.Tests.Integration.Fields;
using Auth.Tests.Integration.Persistence;
using Auth.Tests.Unit;
using Auth.Tests.Unit.Passwords;
using Microsoft.Extensions.DependencyInjection;

namespace Auth.Tests.Integration;

/// <summary>The operator's commands, run in their own process.</summary>
public sealed class CommandLineTests : IDisposable
{
    private const string Email = "user@example.com";

    private readonly SqliteFile _file = new();

    public void Dispose() => _file.Dispose();

    [Test]
    public async Task Migrate_creates_the_tables_and_lists_the_applied_migrations()
    {
        var run = await RunAsync("", "migrate");

        Assert.Multiple(async () =>
        {
            Assert.That((run.ExitCode, run.Errors), Is.EqualTo((0, "")));
            Assert.That(Json(run).GetProperty("applied")[0].GetString(), Does.EndWith("_CreateUsers"));
            Assert.That(await FindAsync(), Is.Null);
        });
    }

    [Test]
    public async Task Create_creates_a_user_with_the_password_from_standard_input()
    {
        await _file.MigrateAsync();

        var run = await RunAsync(
            "correct-horse-9\n", "users", "create", "--email", Email, "--name", "Nick", "--superuser", "--verified");
        var user = await FindAsync();

        Assert.Multiple(() =>
        {
            Assert.That((run.ExitCode, run.Errors), Is.EqualTo((0, "")));
            Assert.That(
                Json(run).EnumerateObject().Select(member => $"{member.Name}: {member.Value}"),
                Is.EqualTo(
                [
                    $"id: {user?.Id}", "email: user@example.com", "name: Nick",
                    "is_active: True", "is_superuser: True", "is_verified: True",
                ]));
            Assert.That(BCrypt.Verify("correct-horse-9", user!.HashedPassword), Is.True);
        });
    }

    [Test]
    public async Task Create_sets_user_fields_of_every_writer()
    {
        await _file.MigrateAsync();
        string[] create = ["users", "create", "--email", Email];

        var run = await AuthProgram.RunAsync(_file.Folder, FieldSettings, "correct-horse-9\n",
            [.. create, "--field", "age=5", "--field", "nickname=a=b", "--field", "tags=[\"x\"]", "--field", "role=admin"]);
        var list = await AuthProgram.RunAsync(_file.Folder, FieldSettings, "", "users", "list");

        Assert.Multiple(() =>
        {
            Assert.That((run.ExitCode, run.Errors), Is.EqualTo((0, "")));
            Assert.That(run.Output, Does.EndWith(""","age":5,"nickname":"a=b","tags":["x"],"role":"admin"}""" + "\n"));
            Assert.That(list.Output, Is.EqualTo($"[{run.Output.TrimEnd()}]\n"));
        });
    }

    [TestCase("age=tell-nobody", "--field age: Input should be a valid integer, unable to parse string as an integer")]
    [TestCase("tags=tell-nobody", "--field tags: Input should be a valid list")]
    [TestCase("unknown=tell-nobody", "--field unknown: no user field has this name.")]
    [TestCase("age", "--field age: a value is required, as in age=value.")]
    public async Task An_invalid_user_field_is_refused(string field, string reason)
    {
        await _file.MigrateAsync();

        IsRefused(
            await AuthProgram.RunAsync(
                _file.Folder, FieldSettings, "correct-horse-9\n", "users", "create", "--email", Email, "--field", field),
            Is.EqualTo(reason));
        Assert.That(await FindAsync(), Is.Null);
    }

    [Test]
    public async Task Leading_and_trailing_spaces_of_a_password_are_kept()
    {
        await _file.MigrateAsync();

        await RunAsync("  correct-horse-9 \r\nanother line\n", "users", "create", "--email", Email, "--inactive");
        var user = await FindAsync();

        Assert.That(BCrypt.Verify("  correct-horse-9 ", user!.HashedPassword), Is.True);
    }

    [TestCase("user@example.com", "correct-horse-9", "REGISTER_USER_ALREADY_EXISTS")]
    [TestCase("other@example.com", "short", "REGISTER_INVALID_PASSWORD: Password should be at least 8 characters")]
    [TestCase("user@localhost", "correct-horse-9", "The part after the @-sign is not valid. It should have a period.")]
    public async Task Create_applies_the_rules_of_registration(string email, string password, string reason)
    {
        await AddAsync();

        IsRefused(await RunAsync(password, "users", "create", "--email", email), Is.EqualTo(reason));
    }

    [Test]
    public async Task A_password_is_not_accepted_as_an_argument() =>
        IsRefused(
            await RunAsync("", "users", "create", "--email", Email, "--password", "correct-horse-9"), Does.Contain("--password"));

    [Test]
    public async Task Update_changes_only_the_given_values()
    {
        var before = await AddAsync();

        var run = await RunAsync(
            "brand-new-pass-2\n",
            ["users", "update", "--email", "USER@EXAMPLE.COM",
                "--password", "--active", "false", "--new-email", "Other@Example.com"]);
        var user = await FindAsync("other@example.com");

        Assert.Multiple(() =>
        {
            Assert.That((run.ExitCode, run.Errors), Is.EqualTo((0, "")));
            Assert.That(Json(run).GetProperty("email").GetString(), Is.EqualTo("Other@example.com"));
            Assert.That((user!.Id, user.Name, user.IsActive, user.IsSuperuser), Is.EqualTo((before.Id, "Nick", false, false)));
            Assert.That(BCrypt.Verify("brand-new-pass-2", user.HashedPassword), Is.True);
        });
    }

    [Test]
    public async Task List_prints_the_users_whose_address_starts_with_a_prefix()
    {
        await AddAsync("other@example.com");
        var user = await AddAsync();

        var run = await RunAsync("", "users", "list", "--email", "USER");

        Assert.Multiple(() =>
        {
            Assert.That((run.ExitCode, run.Errors), Is.EqualTo((0, "")));
            Assert.That(Json(run).EnumerateArray().Single().GetProperty("id").GetGuid(), Is.EqualTo(user.Id));
        });
    }

    [Test]
    public async Task Delete_deletes_and_prints_the_user()
    {
        var user = await AddAsync();

        var run = await RunAsync("", "users", "delete", "--email", Email);

        Assert.Multiple(async () =>
        {
            Assert.That((run.ExitCode, run.Errors), Is.EqualTo((0, "")));
            Assert.That(Json(run).GetProperty("id").GetGuid(), Is.EqualTo(user.Id));
            Assert.That(await FindAsync(), Is.Null);
        });
    }

    [Test]
    public async Task Invite_mails_an_invitation_that_a_service_accepts()
    {
        await _file.MigrateAsync();

        var run = await RunInModeAsync("Invite", "users", "invite", "Guest@example.com");
        var mail = File.ReadAllText(Directory.GetFiles(Path.Combine(_file.Folder, "mail")).Single());

        Assert.Multiple(() =>
        {
            Assert.That((run.ExitCode, run.Errors), Is.EqualTo((0, "")));
            Assert.That(
                Json(run).EnumerateObject().Select(member => member.Name), Is.EqualTo(["id", "email", "expires_at"]));
            Assert.That(mail, Does.Contain("To: Guest@example.com").And.Contain("You are invited to register"));
        });
    }

    [Test]
    public async Task Invite_refuses_a_registered_address()
    {
        await AddAsync();

        IsRefused(await RunInModeAsync("Invite", "users", "invite", Email), Is.EqualTo("REGISTER_USER_ALREADY_EXISTS"));
    }

    [TestCase("Open")]
    [TestCase("Closed")]
    public async Task Invite_requires_the_mode_of_invitations(string mode)
    {
        await _file.MigrateAsync();

        var run = await RunInModeAsync(mode, "users", "invite", "guest@example.com");

        Assert.That((run.ExitCode, run.Output), Is.EqualTo((78, "")));
        Assert.That(run.Errors.Trim(), Is.EqualTo("Invitations require Auth:Registration:Mode=Invite."));
    }

    [TestCase("nobody")]
    public async Task Invite_refuses_an_invalid_address(string email) => IsRefused(
        await RunInModeAsync("Invite", "users", "invite", email), Is.EqualTo("An email address must have an @-sign."));

    [Test]
    public async Task Create_creates_a_user_while_registration_is_closed()
    {
        await _file.MigrateAsync();

        var run = await RunInModeAsync("Closed", "users", "create", "--email", Email);

        Assert.That((run.ExitCode, run.Errors), Is.EqualTo((0, "")));
        Assert.That(await FindAsync(), Is.Not.Null);
    }

    [Test]
    public async Task Factors_lists_and_removes_the_second_factors_of_a_user()
    {
        var user = await AddAsync();
        await using (var services = _file.Services())
        await using (var scope = services.CreateAsyncScope())
        {
            var apps = scope.ServiceProvider.GetRequiredService<ITotpRepository>();
            await apps.BeginAsync(user.Id, [1, 2, 3], default);
            await apps.ConfirmAsync(user.Id, [1, 2, 3], timeStep: 1, DateTimeOffset.UnixEpoch, default);
        }

        var list = await RunAsync("", "users", "factors", "--email", Email);
        var removal = await RunAsync("", "users", "factors", "--email", Email, "--remove", "totp");

        Assert.That(
            (list.Output, removal.Output, removal.ExitCode),
            Is.EqualTo((
                """[{"method":"totp","count":1,"created_at":"1970-01-01T00:00:00Z","last_used_at":"1970-01-01T00:00:00Z"}]""" + "\n",
                "[]\n", 0)));
        Assert.That(removal.Errors, Does.Contain("second_factor_removed"));
        IsRefused(await RunAsync("", "users", "factors", "--email", Email, "--remove", "all"), Is.EqualTo("Not Found"));
    }

    [Test]
    public async Task An_unknown_user_is_not_found()
    {
        await _file.MigrateAsync();

        IsRefused(await RunAsync("", "users", "delete", "--email", Email), Is.EqualTo("Not Found"));
    }

    [Test]
    public async Task A_command_without_tables_exits_with_78()
    {
        var run = await RunAsync("", "users", "list");

        Assert.That((run.ExitCode, run.Output), Is.EqualTo((78, "")));
        Assert.That(run.Errors, Does.Contain("dotnet Auth.Api.dll migrate"));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task Health_queries_the_running_service(bool byEnvironment)
    {
        var address = (await SharedServers.GetAsync(DatabaseEngine.Sqlite)).Client.BaseAddress!;

        var run = byEnvironment
            ? await AuthProgram.RunAsync(_file.Folder, [("ASPNETCORE_URLS", $"http://*:{address.Port}")], "", "health")
            : await RunAsync("", "health", "--url", new Uri(address, "/health/live").ToString());

        Assert.That((run.ExitCode, run.Output.Trim(), run.Errors), Is.EqualTo((0, """{"status":"ok"}""", "")));
    }

    [Test]
    public async Task Health_fails_if_the_service_does_not_answer()
    {
        // A port that was free a moment ago.
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var url = $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/health/live";
        listener.Stop();

        IsRefused(await RunAsync("", "health", "--url", url), Does.StartWith(url));
    }

    [Test]
    public async Task Health_fails_if_the_service_is_not_ready()
    {
        await using var server = await AuthServer.StartAsync();
        File.Move(Path.Combine(server.Folder, "auth.db"), Path.Combine(server.Folder, "away.db"));

        var run = await AuthProgram.RunAsync(
            _file.Folder, [("ASPNETCORE_URLS", $"http://*:{server.Client.BaseAddress!.Port}")], "", "health", "--ready");

        IsRefused(run, Does.Contain("/health/ready").And.Contain("503"));
    }

    [Test]
    public async Task Health_requires_a_valid_url() =>
        IsRefused(await RunAsync("", "health", "--url", "here"), Does.Contain("address"));

    private static void IsRefused(AuthProgram run, NUnit.Framework.Constraints.IResolveConstraint reason) =>
        Assert.Multiple(() =>
        {
            Assert.That((run.ExitCode, run.Output.Trim()), Is.EqualTo((1, "")));
            Assert.That(run.Errors.Trim(), reason);
        });

    private static JsonElement Json(AuthProgram run) => JsonSerializer.Deserialize<JsonElement>(run.Output);

    private (string Name, string Value)[] BasicSettings =>
    [
        ("Auth__Jwt__Secret", AuthServer.Secret),
        ("Auth__Passwords__WorkFactor", "4"),
        ("Auth__Database__ConnectionString", _file.ConnectionString),
        ("Auth__Email__PickupFolder", Path.Combine(_file.Folder, "mail")),
    ];

    private (string Name, string Value)[] FieldSettings =>
    [
        .. BasicSettings,
        .. FieldServers.AsEnvironment(FieldServers.Declare(
            "Name=age Type=Integer", "Name=nickname", "Name=tags Type=StringList", "Name=role WritableBy=Nobody")),
    ];

    private Task<AuthProgram> RunAsync(string input, params string[] arguments) =>
        AuthProgram.RunAsync(_file.Folder, BasicSettings, input, arguments);

    private Task<AuthProgram> RunInModeAsync(string mode, params string[] arguments) => AuthProgram.RunAsync(
        _file.Folder, [.. BasicSettings, ("Auth__Registration__Mode", mode)], AuthServer.Password, arguments);

    private async Task<User> AddAsync(string email = Email)
    {
        var user = SomeUser.Create(email);
        user.Rename("Nick");
        await _file.MigrateAsync();
        Assert.That(await _file.WithUsersAsync(users => users.AddAsync(user, default)), Is.True);
        return user;
    }

    private Task<User?> FindAsync(string email = Email) =>
        _file.WithUsersAsync(users => users.FindByEmailAsync(email, default));
}
