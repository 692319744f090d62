using Auth.Tests.Integration.Persistence;

namespace Auth.Tests.Integration.Processes;

/// <summary>What SIGTERM does to the real program.</summary>
public sealed class GracefulStopTests : IDisposable
{
    // Longer than a test may take: what ends it is the second signal.
    private const string LongDrain = "600";
    private const int Logins = 8;

    private readonly SqliteFile _file = new();

    public void Dispose() => _file.Dispose();

    [Test]
    public async Task A_service_that_drains_is_not_ready_but_serves_and_has_connections_closed()
    {
        await using var service = await StartAsync(LongDrain);
        var email = AuthServer.NewEmail();
        await service.RegisterAsync(email);
        using var before = await service.LoginAsync(email);

        await service.TerminateAsync();
        await service.WaitUntilReadyAnswersAsync(503);
        var live = await service.StatusAsync("/health/live");
        using var login = await service.LoginAsync(email);

        Assert.Multiple(() =>
        {
            Assert.That((live, (int)login.StatusCode), Is.EqualTo((200, 200)));
            Assert.That((before.Headers.ConnectionClose, login.Headers.ConnectionClose), Is.EqualTo(((bool?)null, (bool?)true)));
        });
    }

    [Test]
    public async Task Logins_in_flight_at_the_end_of_the_drain_are_answered_and_the_program_exits_with_0()
    {
        // One thread computes four at once, in a second or so.
        await using var service = await StartAsync(
            LongDrain, ("Auth__Passwords__WorkFactor", "13"), ("Auth__Passwords__HashingThreads", "1"));
        var email = AuthServer.NewEmail();
        await service.RegisterAsync(email);

        var logins = Enumerable.Range(0, Logins).Select(_ => service.LoginAsync(email)).ToList();
        await service.TerminateAsync();
        await service.WaitUntilReadyAnswersAsync(503);
        await service.TerminateAsync();
        var inFlight = logins.Count(login => !login.IsCompleted);
        var answers = await Task.WhenAll(logins);
        var exitCode = await service.WaitForExitAsync();

        Assert.Multiple(() =>
        {
            Assert.That(inFlight, Is.Positive);
            Assert.That(answers.Select(answer => (int)answer.StatusCode), Is.All.EqualTo(200));
            Assert.That(exitCode, Is.Zero);
        });
    }

    [Test]
    public async Task A_drain_ends_by_itself()
    {
        await using var service = await StartAsync("1");

        await service.TerminateAsync();

        Assert.That(await service.WaitForExitAsync(), Is.Zero);
    }

    private Task<RunningProgram> StartAsync(string drainSeconds, params (string Name, string Value)[] settings) =>
        RunningProgram.StartAsync(
            _file.Folder,
            [
                ("Auth__Database__ConnectionString", _file.ConnectionString),
                ("Auth__Shutdown__DrainSeconds", drainSeconds),
                .. settings,
            ]);
}
