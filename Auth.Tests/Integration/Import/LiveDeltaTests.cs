using System.Net;
using Auth.Domain.Users;
using Microsoft.Extensions.DependencyInjection;

namespace Auth.Tests.Integration.Import;

/// <summary>Repeated imports while the source changes and clients of the service change the same users.</summary>
[OnEachDatabase]
public sealed class LiveDeltaTests(DatabaseEngine engine)
{
    private const int Users = 30, Rounds = 4, Kinds = 6;
    private const string NewPassword = "another-horse-9";

    private static readonly string OldHash = Unit.Passwords.BCrypt.HashPassword(AuthServer.Password, 4);
    private static readonly string SourceHash = Unit.Passwords.BCrypt.HashPassword("changed-in-the-source-9", 4);

    private readonly Guid[] _ids = [.. Enumerable.Range(0, Users).Select(_ => Guid.NewGuid())];

    private AuthServer _server = null!;

    [SetUp]
    public async Task StartAsync() => _server = await AuthServer.StartAsync(engine, new Dictionary<string, string>
    {
        ["Auth:RateLimits:Enabled"] = "false",
        ["Auth:Throttle:Enabled"] = "false",
    });

    [TearDown]
    public async Task StopAsync() => await _server.DisposeAsync();

    [Test]
    public async Task No_newer_change_is_overwritten_and_no_deleted_user_returns()
    {
        await _server.ImportAsync(Source(round: 0));
        var admin = await _server.TokenOfAsync(await _server.CreateUserAsync(superuser: true));

        var changes = ChangeAsync(admin);
        for (var round = 1; round <= Rounds || !changes.IsCompleted; round++)
            await _server.ImportAsync(Source(Math.Min(round, Rounds)));
        await changes;
        await _server.ImportAsync(Source(Rounds));
        var last = await _server.ImportAsync(Source(Rounds));

        Assert.That((last.Users("created"), last.Users("updated")), Is.EqualTo((0L, 0L)));
        Assert.That(last.Codes, Is.SubsetOf(new[] { "changed_in_auth", "deleted_in_auth", "email_taken" }));
        for (var i = 0; i < Users; i++)
            await CheckAsync(i, await FindAsync(_ids[i]));
    }

    /// <summary>Changes users of several kinds, and registers addresses that the source gives to users later.</summary>
    private Task ChangeAsync(string admin) => Parallel.ForEachAsync(
        Enumerable.Range(0, Users), new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (i, _) =>
        {
            using var response = await ((i % Kinds) switch
            {
                0 => _server.SendAsync(HttpMethod.Patch, $"/api/users/{_ids[i]}", admin, new { password = NewPassword }),
                1 => _server.SendAsync(HttpMethod.Patch, $"/api/users/{_ids[i]}", admin, new { email = $"service{i}@example.com" }),
                2 => _server.SendAsync(HttpMethod.Delete, $"/api/users/{_ids[i]}", admin),
                3 => _server.SendAsync(
                    HttpMethod.Post, "/api/auth/register", json: new { email = $"wanted{i}@example.com", password = AuthServer.Password }),
                _ => Task.FromResult(new HttpResponseMessage()),
            });

            // The import may have given the address to a user before.
            HttpStatusCode[] expected = i % Kinds == 3
                ? [HttpStatusCode.Created, HttpStatusCode.BadRequest]
                : [HttpStatusCode.OK, HttpStatusCode.NoContent];
            Assert.That(response.StatusCode, Is.AnyOf([.. expected.Cast<object>()]), $"User {i}");
        });

    private async Task CheckAsync(int i, User? user)
    {
        var message = $"User {i}";
        switch (i % Kinds)
        {
            case 0:
                using (var login = await _server.LoginAsync(user!.Email, NewPassword))
                    Assert.That(login.StatusCode, Is.EqualTo(HttpStatusCode.OK), message);
                break;
            case 1:
                Assert.That(user!.Email, Is.EqualTo($"service{i}@example.com"), message);
                break;
            case 2:
                Assert.That(user, Is.Null, message);
                break;
            case 3:
                // Whoever came first has the address, and nobody else.
                var owner = await FindAsync($"wanted{i}@example.com");
                Assert.That(user!.Email, Is.EqualTo(owner!.Id == user.Id ? $"wanted{i}@example.com" : $"user{i}@example.com"), message);
                break;
            case 4:
                Assert.That(
                    (user!.Email, user.HashedPassword, user.IsVerified), Is.EqualTo(($"user{i}-{Rounds}@example.com", SourceHash, Rounds % 2 == 0)), message);
                break;
            default:
                Assert.That((user!.Email, user.HashedPassword), Is.EqualTo(($"user{i}@example.com", OldHash)), message);
                break;
        }
    }

    /// <summary>The source after a number of changes.</summary>
    private string Source(int round) => _server.Csv(_ids.Select((id, i) => (i % Kinds) switch
    {
        0 or 2 => Imports.Row(id, $"user{i}@example.com", round >= Rounds / 2 ? SourceHash : OldHash, verified: round % 2 == 0),
        1 => Imports.Row(id, $"user{i}-{round}@example.com", OldHash),
        3 => Imports.Row(id, round >= Rounds / 2 ? $"wanted{i}@example.com" : $"user{i}@example.com", OldHash),
        4 => Imports.Row(id, $"user{i}-{round}@example.com", round == 0 ? OldHash : SourceHash, verified: round % 2 == 0),
        _ => Imports.Row(id, $"user{i}@example.com", OldHash),
    }));

    private Task<User?> FindAsync(Guid id) => WithUsersAsync(users => users.FindAsync(id, default));

    private Task<User?> FindAsync(string email) => WithUsersAsync(users => users.FindByEmailAsync(email, default));

    private async Task<T> WithUsersAsync<T>(Func<IUserRepository, Task<T>> action)
    {
        await using var scope = _server.Services.CreateAsyncScope();
        return await action(scope.ServiceProvider.GetRequiredService<IUserRepository>());
    }
}
