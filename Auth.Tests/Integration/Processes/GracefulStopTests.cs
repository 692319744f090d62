using Auth.Tests.Integration.Persistence;

namespace Auth.Tests.Integration.Processes;

/// <summary>The reaction of the real program to SIGTERM.</summary>
public sealed class GracefulStopTests : IDisposable
{
    private const int Logins = 8;

    private readonly SqliteFile _file = new();

    public void Dispose() => _file.Dispose();

    [Test]
    public async Task A_draining_service_is_not_ready_closes_connections_and_serves_requests_until_a_second_signal()
    {
        // Longer than the test takes.
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
        // One thread hashes four passwords at a time, so the others are still queued when the first login is answered.
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
