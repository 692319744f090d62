using Auth.Tests.Integration.Sessions;

namespace Auth.Tests.Integration.Keys;

[OnEachDatabase]
public sealed class ReplayDuringRotationTests(DatabaseEngine engine)
{
    [TestCase(0, 1)]
    [TestCase(1, 0)]
    [TestCase(1, 2)]
    [TestCase(2, 1)]
    [TestCase(2, 3)]
    [TestCase(3, 2)]
    public async Task A_replay_at_an_instance_one_stage_apart_returns_the_same_successor(int first, int second)
    {
        await using var roll = await Roll.StartAsync(Roll.OfTheSecret, engine, first, second);
        var tokens = await roll.Servers[0].LogInAsync(await roll.Servers[0].CreateUserAsync());

        var successor = await roll.Servers[0].RefreshAsync(tokens.Refresh);
        var again = await roll.Servers[1].RefreshAsync(tokens.Refresh);

        Assert.That(again.Refresh, Is.EqualTo(successor.Refresh));
        Assert.That(await roll.Servers[1].IsOpenAsync(again));
    }

    [Test]
    public async Task Simultaneous_refreshes_at_two_instances_return_the_same_successor()
    {
        await using var roll = await Roll.StartAsync(Roll.OfTheSecret, engine, 1, 2);
        var tokens = await roll.Servers[0].LogInAsync(await roll.Servers[0].CreateUserAsync());

        var pairs = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => roll.Servers[i % 2].RefreshAsync(tokens.Refresh)));

        Assert.That(pairs.Select(pair => pair.Refresh).Distinct().Count(), Is.EqualTo(1));
        Assert.That(await roll.Servers[1].IsOpenAsync(pairs[0]));
    }

    [Test]
    public async Task A_replay_is_refused_and_the_session_stays_open_if_the_instance_lacks_the_secret()
    {
        await using var roll = await Roll.StartAsync(Roll.OfTheSecret, engine, 1, 3);
        var tokens = await roll.Servers[0].LogInAsync(await roll.Servers[0].CreateUserAsync());

        var successor = await roll.Servers[0].RefreshAsync(tokens.Refresh);
        var replay = await roll.Servers[1].TryRefreshAsync(tokens.Refresh);

        Assert.That(replay, Is.EqualTo(SessionRequests.BadToken));
        Assert.That(await roll.Servers[0].IsOpenAsync(successor));
    }
}
