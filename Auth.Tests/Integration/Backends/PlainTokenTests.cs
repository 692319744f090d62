using System.Globalization;
using Auth.Application;
using Auth.Domain.Users;
using Auth.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Auth.Tests.Integration.Backends;

/// <summary>Access tokens in the table of fastapi-users.</summary>
[OnEachDatabase]
public sealed class PlainTokenTests(DatabaseEngine engine)
{
    private const string Token = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

    /// <summary>The server that owns the database.</summary>
    private AuthServer? _owner;

    [TearDown]
    public async Task StopAsync()
    {
        if (_owner is not null)
            await _owner.DisposeAsync();
    }

    [TestCase(-1, ExpectedResult = 200)]
    [TestCase(-3590, ExpectedResult = 200)]
    [TestCase(-3601, ExpectedResult = 401)]
    public async Task<int> A_token_is_valid_for_the_lifetime_of_the_backend(int createdInSeconds)
    {
        await using var server = await StartAsync();
        await StoreAsync(server, await server.CreateUserAsync(), createdInSeconds);

        return await server.MeAsync(("Authorization", $"Bearer {Token}"));
    }

    [Test]
    public async Task A_token_is_compared_exactly()
    {
        await using var server = await StartAsync();
        await StoreAsync(server, await server.CreateUserAsync(), -1);

        Assert.That(await server.MeAsync(("Authorization", $"Bearer {Token.ToLowerInvariant()}")), Is.EqualTo(401));
    }

    [Test]
    public async Task A_new_password_and_a_deactivation_revoke_a_token()
    {
        await using var server = await StartAsync();
        var (user, root) = (await server.CreateUserAsync(), await server.CreateUserAsync(superuser: true));
        await StoreAsync(server, user, -1);
        var superuser = await server.CredentialAsync(BackendServers.Database, root);

        using var deactivation = await server.SendWithAsync(
            HttpMethod.Patch, $"/api/users/{user.Id}", new { is_active = false }, superuser);
        var inactive = await server.MeAsync(("Authorization", $"Bearer {Token}"));
        using var change = await server.SendWithAsync(
            HttpMethod.Patch, $"/api/users/{user.Id}", new { is_active = true, password = "another-horse-9" }, superuser);

        Assert.That((inactive, await server.MeAsync(("Authorization", $"Bearer {Token}"))), Is.EqualTo((401, 401)));
    }

    [Test]
    public async Task A_token_is_refused_without_the_setting()
    {
        await using var server = await AuthServer.StartAsync(engine, BackendServers.Settings());
        await CreateTableAsync(server);
        await StoreAsync(server, await server.CreateUserAsync(), -1);

        Assert.That(await server.MeAsync(("Authorization", $"Bearer {Token}")), Is.EqualTo(401));
    }

    [Test]
    public async Task A_table_that_does_not_exist_stops_the_start()
    {
        await using var server = await AuthServer.StartAsync(engine);
        await using var scope = server.Services.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<AuthDbContext>();

        var failure = Assert.ThrowsAsync<StartupException>(() => PlainTokenTable.CheckAsync(database, "access\"token", default));

        Assert.That(failure!.Message, Does.StartWith("Auth:Database:PlainTokenTable is access\"token,"));
    }

    private async Task<AuthServer> StartAsync()
    {
        _owner = await AuthServer.StartAsync(engine);
        await CreateTableAsync(_owner);
        return _owner.StartAnother(BackendServers.Settings(("Auth:Database:PlainTokenTable", "accesstoken")));
    }

    private async Task CreateTableAsync(AuthServer server) => await ExecuteAsync(server, engine switch
    {
        DatabaseEngine.Sqlite => "CREATE TABLE accesstoken (user_id CHAR(36) NOT NULL, token VARCHAR(43) PRIMARY KEY, created_at TIMESTAMP)",
        DatabaseEngine.PostgreSql =>
            "CREATE TABLE accesstoken (user_id UUID NOT NULL, token VARCHAR(43) PRIMARY KEY, created_at TIMESTAMP WITH TIME ZONE)",
        _ => "CREATE TABLE accesstoken (user_id CHAR(36) NOT NULL, token VARCHAR(43) COLLATE Latin1_General_BIN2 PRIMARY KEY, created_at DATETIMEOFFSET)",
    });

    private static Task StoreAsync(AuthServer server, User user, int createdInSeconds)
    {
        var createdAt = TimeProvider.System.GetUtcNow().AddSeconds(createdInSeconds)
            .ToString("yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture);
        var zone = server.Services.GetRequiredService<IDatabaseEngine>() is Infrastructure.Persistence.Sqlite.SqliteProvider ? "" : "+00:00";
        return ExecuteAsync(server, $"INSERT INTO accesstoken (user_id, token, created_at) VALUES ('{user.Id:D}', '{Token}', '{createdAt}{zone}')");
    }

    private static async Task ExecuteAsync(AuthServer server, string sql)
    {
        await using var scope = server.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<AuthDbContext>().Database.ExecuteSqlRawAsync(sql);
    }
}
