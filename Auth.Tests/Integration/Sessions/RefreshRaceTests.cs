using Auth.Application.Events;
using Auth.Domain.Events;
using Auth.Tests.Unit;
using Microsoft.Extensions.DependencyInjection;

namespace Auth.Tests.Integration.Sessions;

[OnEachDatabase]
public sealed class RefreshRaceTests(DatabaseEngine engine)
{
    private const int Contenders = 50;

    [TestCase(1)]
    [TestCase(2)]
    public async Task Fifty_simultaneous_uses_of_a_refresh_token_get_the_same_successor(int serverCount)
    {
        await using var server = await AuthServer.StartAsync(engine);
        await using var another = serverCount == 2 ? server.StartAnother() : null;
        var servers = new[] { server, another ?? server };
        var user = await server.CreateUserAsync();
        var first = await server.LogInAsync(user);

        var pairs = await Task.WhenAll(Enumerable.Range(0, Contenders).Select(i => servers[i % 2].RefreshAsync(first.Refresh)));
        var reads = await Task.WhenAll(pairs.Select((pair, i) => servers[(i + 1) % 2].StatusOfMeAsync(pair.Access)));

        Assert.Multiple(async () =>
        {
            Assert.That(pairs.Select(pair => pair.Refresh).Distinct().Count(), Is.EqualTo(1));
            Assert.That(reads, Is.All.EqualTo(200));
            Assert.That(await server.SessionsOfAsync(user), Has.Count.EqualTo(1));
            Assert.That(await server.RefreshTokensOfAsync(user), Has.Count.EqualTo(2));
            Assert.That(await server.IsOpenAsync(pairs[0]));
        });
    }

    [Test]
    public async Task Fifty_refreshes_simultaneous_with_a_logout_leave_no_open_session()
    {
        await using var server = await AuthServer.StartAsync(engine);
        await using var another = server.StartAnother();
        var user = await server.CreateUserAsync();
        var first = await server.LogInAsync(user);

        var refreshes = Enumerable.Range(0, Contenders).Select(_ => server.TryRefreshAsync(first.Refresh)).ToList();
        var logout = await another.StatusAsync(HttpMethod.Post, "/api/token/logout", first.Access);
        var answers = await Task.WhenAll(refreshes);

        Assert.Multiple(async () =>
        {
            Assert.That(logout, Is.EqualTo(204));
            Assert.That(answers, Is.All.AnyOf("200", SessionRequests.BadToken));
            Assert.That((await server.SessionsOfAsync(user)).Single().EndedAt, Is.Not.Null);
            Assert.That(await server.IsOpenAsync(first), Is.False);
        });
    }

    [Test]
    public async Task Fifty_simultaneous_replays_after_the_grace_period_are_refused_and_raise_one_event()
    {
        var (clock, events) = (SessionRequests.NewClock(), new RecordedEvents());
        await using var server = await AuthServer.StartAsync(
            engine, services: services => services.AddSingleton<TimeProvider>(clock).AddSingleton<IAccountEventListener>(events));
        var tokens = await server.LogInAsync(await server.CreateUserAsync());
        await server.RefreshAsync(tokens.Refresh);
        clock.Advance(TimeSpan.FromSeconds(31));

        var answers = await Task.WhenAll(Enumerable.Range(0, Contenders).Select(_ => server.TryRefreshAsync(tokens.Refresh)));

        Assert.That(answers, Is.All.EqualTo(SessionRequests.BadToken));
        Assert.That(events.All.OfType<RefreshTokenReused>().ToList(), Has.Count.EqualTo(1));
    }
}
