using Auth.Domain.Users;
using Auth.Infrastructure.Persistence;
using Auth.Tests.Integration.Sessions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Auth.Tests.Integration;

/// <summary>The rule that at least one active superuser remains.</summary>
[OnEachDatabase]
public sealed class LastSuperuserTests(DatabaseEngine engine)
{
    private static readonly string[] Removals = ["delete", "demote", "deactivate"];

    [TestCaseSource(nameof(Removals))]
    public async Task The_last_active_superuser_cannot_be_removed(string removal)
    {
        await using var server = await AuthServer.StartAsync(engine);
        await server.CreateUserAsync(active: false, superuser: true);
        var last = await server.CreateUserAsync(superuser: true);
        var session = await server.LogInAsync(last);

        using var response = await RemoveAsync(server, last, session.Access, removal);

        Assert.Multiple(async () =>
        {
            Assert.That(await response.SummaryAsync(), Is.EqualTo("400 LAST_SUPERUSER"));
            Assert.That((await server.FindUserAsync(last))!.IsActiveSuperuser);
            Assert.That(await server.IsOpenAsync(session));
        });
    }

    [TestCaseSource(nameof(Removals))]
    public async Task A_superuser_can_be_removed_if_another_one_is_active(string removal)
    {
        await using var server = await AuthServer.StartAsync(engine);
        var (user, other) = (await server.CreateUserAsync(superuser: true), await server.CreateUserAsync(superuser: true));

        using var response = await RemoveAsync(server, user, await server.TokenOfAsync(other), removal);

        Assert.That(response.IsSuccessStatusCode);
        Assert.That((await server.FindUserAsync(user))?.IsActiveSuperuser, Is.Not.True);
    }

    [Test]
    public async Task The_last_active_superuser_can_be_changed_in_other_ways()
    {
        await using var server = await AuthServer.StartAsync(engine);
        var last = await server.CreateUserAsync(superuser: true);

        var status = await server.StatusAsync(
            HttpMethod.Patch, $"/api/users/{last.Id}", await server.TokenOfAsync(last), new { name = "Ada", is_superuser = true });

        Assert.That(status, Is.EqualTo(200));
    }

    [TestCase("delete", "delete")]
    [TestCase("delete", "demote")]
    [TestCase("demote", "delete")]
    [TestCase("demote", "deactivate")]
    public async Task One_of_two_superusers_who_remove_each_other_at_once_remains(string first, string second)
    {
        await using var server = await AuthServer.StartAsync(engine);
        for (var round = 0; round < 10; round++)
        {
            var (one, other) = (await server.CreateUserAsync(superuser: true), await server.CreateUserAsync(superuser: true));
            await DemoteOthersAsync(server, one, other);
            var (token, otherToken) = (await server.TokenOfAsync(one), await server.TokenOfAsync(other));

            var responses = await Task.WhenAll(
                RemoveAsync(server, other, token, first), RemoveAsync(server, one, otherToken, second));

            Assert.That(await CountAsync(server), Is.EqualTo(1));
            Assert.That(responses.Count(response => response.IsSuccessStatusCode), Is.EqualTo(1));
        }
    }

    private static Task<HttpResponseMessage> RemoveAsync(AuthServer server, User user, string token, string removal) => removal switch
    {
        "delete" => server.SendAsync(HttpMethod.Delete, $"/api/users/{user.Id}", token),
        "demote" => server.SendAsync(HttpMethod.Patch, $"/api/users/{user.Id}", token, new { is_superuser = false }),
        _ => server.SendAsync(HttpMethod.Patch, $"/api/users/{user.Id}", token, new { is_active = false }),
    };

    private static async Task DemoteOthersAsync(AuthServer server, User one, User other)
    {
        await using var scope = server.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<AuthDbContext>().Users
            .Where(user => user.Id != one.Id && user.Id != other.Id)
            .ExecuteUpdateAsync(set => set.SetProperty(user => user.IsSuperuser, false));
    }

    private static async Task<int> CountAsync(AuthServer server)
    {
        await using var scope = server.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<AuthDbContext>().Users
            .CountAsync(user => user.IsActive && user.IsSuperuser);
    }
}
