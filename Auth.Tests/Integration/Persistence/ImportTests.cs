using System.Net;
using Auth.Domain.Users;
using Auth.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Auth.Tests.Integration.Persistence;

/// <summary>Users imported with SQL into the documented table.</summary>
[OnEachDatabase]
public sealed class ImportTests(DatabaseEngine engine)
{
    private static readonly (string, string) WorkFactor = ("Auth:Passwords:WorkFactor", "5");

    [Test]
    public async Task A_user_with_a_lower_case_id_is_found()
    {
        var server = await SharedServers.GetAsync(engine);
        var (id, email) = await ImportAsync(server, "no hash");

        var user = await WithUsersAsync(server, users => users.FindAsync(id, default));

        Assert.That(user?.Email, Is.EqualTo(email));
    }

    [Test]
    public async Task A_user_with_a_lower_case_id_is_updated()
    {
        var server = await SharedServers.GetAsync(engine);
        var (id, _) = await ImportAsync(server, "no hash");

        var update = await WithUsersAsync(server, users => users.UpdateAsync(id, Rename, default));

        Assert.That(update.Outcome, Is.EqualTo(UserWriteOutcome.Saved));

        static bool Rename(User user)
        {
            user.Rename("Nick");
            return true;
        }
    }

    [Test]
    public async Task The_hash_of_a_user_with_a_lower_case_id_is_replaced()
    {
        var server = await SharedServers.GetAsync(engine);
        var (id, _) = await ImportAsync(server, "no hash");

        Assert.That(await WithUsersAsync(server, users => users.ReplacePasswordHashAsync(id, "no hash", "another", default)));
    }

    [Test]
    public async Task A_user_with_a_lower_case_id_is_deleted()
    {
        var server = await SharedServers.GetAsync(engine);
        var (id, _) = await ImportAsync(server, "no hash");

        Assert.That(await WithUsersAsync(server, users => users.DeleteAsync(id, default)));
    }

    [Test]
    public async Task A_user_with_a_lower_case_id_is_found_by_a_token()
    {
        var server = await SharedServers.GetAsync(engine);
        var (_, email) = await ImportAsync(server, "no hash");
        var user = await WithUsersAsync(server, users => users.FindByEmailAsync(email, default));

        using var me = await server.SendAsync(HttpMethod.Get, "/api/users/me", await server.TokenOfAsync(user!));

        Assert.That(me.StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [TestCase(12, "2b")]
    [TestCase(4, "2a")]
    public async Task A_user_with_a_hash_of_Pythons_bcrypt_logs_in(int workFactor, string revision)
    {
        var hash = await DebianBCrypt.HashAsync(AuthServer.Password, workFactor, revision);
        var server = await SharedServers.GetAsync(engine, WorkFactor);
        var (_, email) = await ImportAsync(server, hash);

        using var login = await server.LoginAsync(email, AuthServer.Password);

        Assert.That(login.StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [TestCase(6, "2b", "$2b$06$")]
    [TestCase(6, "2a", "$2b$05$")]
    [TestCase(4, "2b", "$2b$05$")]
    [TestCase(4, "2a", "$2b$05$")]
    public async Task A_login_replaces_a_hash_with_a_lower_work_factor_or_an_older_revision(
        int workFactor, string revision, string expected)
    {
        var hash = await DebianBCrypt.HashAsync(AuthServer.Password, workFactor, revision);
        var server = await SharedServers.GetAsync(engine, WorkFactor);
        var (id, email) = await ImportAsync(server, hash);

        using var login = await server.LoginAsync(email, AuthServer.Password);
        await server.RehashedAsync();
        var user = await WithUsersAsync(server, users => users.FindAsync(id, default));

        Assert.That(user?.HashedPassword, Does.StartWith(expected));
    }

    [Test]
    public async Task A_password_is_still_valid_after_its_hash_is_replaced()
    {
        var hash = await DebianBCrypt.HashAsync(AuthServer.Password, 4, "2a");
        var server = await SharedServers.GetAsync(engine, WorkFactor);
        var (_, email) = await ImportAsync(server, hash);
        using var first = await server.LoginAsync(email, AuthServer.Password);
        await server.RehashedAsync();

        using var second = await server.LoginAsync(email, AuthServer.Password);

        Assert.That(second.StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    /// <summary>Inserts a user as fastapi-users does, with a lower-case id.</summary>
    private async Task<(Guid Id, string Email)> ImportAsync(AuthServer server, string hash)
    {
        var (id, email) = (Guid.NewGuid(), AuthServer.NewEmail());
        object storedId = engine is DatabaseEngine.PostgreSql ? id : id.ToString("D");
        await using var scope = server.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<AuthDbContext>().Database.ExecuteSqlAsync(
            $"""
            INSERT INTO users (id, email, normalized_email, hashed_password, is_active, is_superuser, is_verified)
            VALUES ({storedId}, {email}, {email.ToUpperInvariant()}, {hash}, {true}, {false}, {false})
            """);
        return (id, email);
    }

    private static async Task<T> WithUsersAsync<T>(AuthServer server, Func<IUserRepository, Task<T>> action)
    {
        await using var scope = server.Services.CreateAsyncScope();
        return await action(scope.ServiceProvider.GetRequiredService<IUserRepository>());
    }
}
