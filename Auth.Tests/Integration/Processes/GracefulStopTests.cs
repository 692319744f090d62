using Auth.Tests.Integration.Persistence;

namespace Auth.Tests.Integration.Processes;

/// <summary>What SIGTERM does to the real program.</summary>
public sealed class GracefulStopTests : IDisposable
{
    private const int Logins = 8;

    private readonly SqliteFile _file = new();

    public void Dispose() => _file.Dispose();

    [Test]
    public async Task A_service_that_drains_is_not_ready_but_serves_and_has_connections_closed_until_a_second_signal()
    {
        // Longer than a test may take.
        await using var service = await StartAsync(drainSeconds: "600");
        var email = AuthServer.NewEmail();
        await service.RegisterAsync(email);
        using var before = await service.LoginAsync(email);

        service.Terminate();
        await service.WaitUntilReadyAnswersAsync(503);
        var live = await service.StatusAsync("/health/live");
        using var login = await service.LoginAsync(email);
        service.Terminate();
        var exitCode = await service.WaitForExitAsync();

        Assert.Multiple(() =>
        {
            Assert.That((live, (int)login.StatusCode, exitCode), Is.EqualTo((200, 200, 0)));
            Assert.That((before.Headers.ConnectionClose, login.Headers.ConnectionClose), Is.EqualTo(((bool?)null, (bool?)true)));
        });
    }

    [Test]
    public async Task Logins_in_flight_are_answered_before_the_program_exits_with_0()
    {
        // One thread computes four at once: when the first is answered, others have yet to be hashed.
        await using var service = await StartAsync(
            drainSeconds: "0",
            ("Auth__Passwords__WorkFactor", "13"),
            ("Auth__Passwords__HashingThreads", "1"),
            ("Auth__Passwords__MaxQueueLength", $"{Logins}"));
        var email = AuthServer.NewEmail();
        await service.RegisterAsync(email);

        var logins = Enumerable.Range(0, Logins).Select(_ => service.LoginAsync(email)).ToList();
        await await Task.WhenAny(logins);
        service.Terminate();
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

    private Task<RunningProgram> StartAsync(string drainSeconds, params (string Name, string Value)[] settings) =>
        RunningProgram.StartAsync(
            _file.Folder,
            [
                ("Auth__Database__ConnectionString", _file.ConnectionString),
                ("Auth__Shutdown__DrainSeconds", drainSeconds),
                .. settings,
            ]);
}
