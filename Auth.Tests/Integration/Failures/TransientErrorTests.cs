using System.Diagnostics.Metrics;
using Auth.Application.Mail;
using Auth.Tests.Conformance;
using Auth.Tests.Integration.Audit;
using Auth.Tests.Integration.Mail;
using Auth.Tests.Integration.Sessions;
using Auth.Tests.Unit.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Auth.Tests.Integration.Failures;

/// <summary>Requests whose database raises one transient error have the same response and effect as without the error.</summary>
[OnEachDatabase]
public sealed class TransientErrorTests(DatabaseEngine engine)
{
    private static readonly (string, string)[] Settings =
    [
        ("Auth:RateLimits:Enabled", "true"), ("Auth:RateLimits:Login", "100000"), ("Auth:RateLimits:Register", "100000"),
        ("Auth:RateLimits:Refresh", "100000"), ("Auth:RateLimits:ForgotPassword", "100000"),
        ("Auth:RateLimits:RequestVerifyToken", "100000"), ("Auth:RateLimits:UpdateUser", "100000"),
        ("Auth:RateLimits:ResetPassword", "100000"), ("Auth:Sessions:MaxPerUser", "3"), ("Auth:Throttle:MaxFailures", "5"),
        ("Auth:RequireCurrentPassword", "true"),
    ];

    /// <summary>The number of runs after which the rows are deleted, so that it stays fast to read them.</summary>
    private const int RunsOfRows = 8;

    private static IEnumerable<string> UseCases => UseCase.All.Select(useCase => useCase.Name);

    [TestCaseSource(nameof(UseCases))]
    public async Task A_transient_error_does_not_change_the_effect_of_a_request(string name)
    {
        var useCase = UseCase.All.Single(useCase => useCase.Name == name);
        var (injector, clock) = (new FaultInjector(), SessionRequests.NewClock());
        await using var server = await AuthServer.StartAsync(
            engine, Settings.ToDictionary(), services => injector.AddTo(services.AddSingleton<TimeProvider>(clock).RemoveMailWorker()));
        using var metrics = new RecordedMetrics(server.Services.GetRequiredService<IMeterFactory>());
        var runs = 0;
        var clean = await RunAsync([]);
        var (statements, changes, commits) = (injector.Statements, injector.Changes.ToList(), injector.Commits);
        Assert.That((statements, commits), Is.GreaterThanOrEqualTo((1, 1)));

        var wrong = new List<string>();
        foreach (var faults in FaultsOf(statements, changes, commits))
        {
            var run = await RunAsync(faults);
            var fault = string.Join(" and ", faults.Select(fault => $"{fault}"));
            if (!injector.IsDone)
                wrong.Add($"{fault} was not raised.");
            if (run.Report != clean.Report || run.Failures < clean.Failures || run.Failures > clean.Failures + 1)
                wrong.Add($"{fault} ({injector.Position}):\n{run}\ninstead of\n{clean}");
        }

        Assert.That(wrong, Is.Empty, string.Join("\n\n", wrong));

        async Task<(string Report, int Failures)> RunAsync(Fault[] faults)
        {
            if (runs++ % RunsOfRows == 0)
                await StoredRows.DeleteAsync(server);
            var request = await useCase.PrepareAsync(server, clock);
            var (before, measured) = (await StoredRows.ReadAsync(server, clock.GetUtcNow()), metrics.Lines.Count());
            injector.Arm(faults);
            using var answer = await request();
            var after = await StoredRows.ReadAsync(server, clock.GetUtcNow());
            var counted = metrics.Lines.Skip(measured).Where(line => !line.StartsWith("auth.hash", StringComparison.Ordinal));
            return (
                string.Join('\n', [await answer.SummaryAsync(), .. after.ChangesSince(before), .. counted.Order()]),
                after.Failures - before.Failures);
        }
    }

    [Test]
    public async Task A_transient_error_during_delivery_results_in_one_mail()
    {
        var (injector, clock) = (new FaultInjector(), SessionRequests.NewClock());
        await using var server = await AuthServer.StartAsync(
            engine, Settings.ToDictionary(), services => injector.AddTo(services.AddSingleton<TimeProvider>(clock).RemoveMailWorker()));
        var clean = await RunAsync([]);
        var (statements, changes, commits) = (injector.Statements, injector.Changes.ToList(), injector.Commits);
        Assert.That((statements, commits), Is.GreaterThanOrEqualTo((1, 1)));

        var wrong = new List<string>();
        foreach (var faults in FaultsOf(statements, changes, commits))
        {
            var run = await RunAsync(faults);
            if (!injector.IsDone || run != clean)
                wrong.Add($"{string.Join(" and ", faults.Select(fault => $"{fault}"))} ({injector.Position}): {run}");
        }

        Assert.That((clean, string.Join('\n', wrong)), Is.EqualTo(("1 mail; reset_requested", "")));

        async Task<string> RunAsync(Fault[] faults)
        {
            var user = await server.CreateUserAsync();
            (await server.SendAsync(HttpMethod.Post, "/api/auth/forgot-password", json: new { email = user.Email })).Dispose();
            injector.Arm(faults);
            injector.CountHere();
            await SendAllAsync(server, clock);
            injector.Arm();
            var mails = (await PickedUpMail.LastAsync(server)).Count(mail => mail.To == user.Email);
            return $"{mails} mail; {string.Join(' ', await server.TrailNamesAsync(user))}";
        }
    }

    /// <summary>Sends all pending mail. A mail whose lease was lost is due again when the lease has expired.</summary>
    private static async Task SendAllAsync(AuthServer server, FakeTimeProvider clock)
    {
        for (var pause = 0; pause < 10; pause++)
        {
            try
            {
                while (await server.Services.GetRequiredService<MailWorker>().SendDueAsync(includeRetries: true, default))
                {
                    // More may be due.
                }
            }
            catch (TransientTestException)
            {
                // The worker reads the outbox again later.
            }

            clock.Advance(TimeSpan.FromMinutes(1));
        }
    }

    private static IEnumerable<Fault[]> FaultsOf(int statements, IEnumerable<int> changes, int commits)
    {
        foreach (var statement in Enumerable.Range(1, statements))
            yield return [new(FaultPoint.BeforeStatement, statement)];

        // To lose the rows of a query has the effect of not running it.
        foreach (var change in changes)
            yield return [new(FaultPoint.AfterStatement, change)];

        foreach (var commit in Enumerable.Range(1, commits))
        {
            yield return [new(FaultPoint.BeforeCommit, commit)];
            yield return [new(FaultPoint.AfterCommit, commit)];
            yield return [new(FaultPoint.AfterCommit, commit), new(FaultPoint.Verification, 0)];
            yield return [new(FaultPoint.AfterCommit, commit), new(FaultPoint.EarlyVerification, 0)];
        }
    }
}
