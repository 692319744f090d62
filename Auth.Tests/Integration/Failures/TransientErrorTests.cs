using System.Diagnostics.Metrics;
using Auth.Application.Email;
using Auth.Tests.Integration.Sessions;
using Auth.Tests.Unit.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Auth.Tests.Integration.Failures;

/// <summary>A request whose database raises one transient error has the response and the effect that it has without the error.</summary>
[OnEachDatabase]
public sealed class TransientErrorTests(DatabaseEngine engine)
{
    private static readonly (string, string)[] Settings =
    [
        ("Auth:RateLimits:Enabled", "true"), ("Auth:RateLimits:Login", "100000"), ("Auth:RateLimits:Register", "100000"),
        ("Auth:RateLimits:Refresh", "100000"), ("Auth:RateLimits:ForgotPassword", "100000"),
        ("Auth:RateLimits:RequestVerifyToken", "100000"), ("Auth:Sessions:MaxPerUser", "3"), ("Auth:Throttle:MaxFailures", "5"),
        ("Auth:RequireCurrentPassword", "true"),
    ];

    private static IEnumerable<UseCase> UseCases => UseCase.All;

    [TestCaseSource(nameof(UseCases))]
    public async Task An_error_anywhere_in_a_request_changes_nothing(UseCase useCase)
    {
        var (injector, clock) = (new FaultInjector(), SessionRequests.NewClock());
        await using var server = await AuthServer.StartAsync(
            engine, Settings.ToDictionary(), services => Configure(services.AddSingleton<TimeProvider>(clock), injector));
        using var metrics = new RecordedMetrics(server.Services.GetRequiredService<IMeterFactory>());
        var clean = await RunAsync(fault: null);
        var (statements, commits) = (injector.Statements, injector.Commits);
        Assert.That((statements, commits), Is.GreaterThanOrEqualTo((1, 1)));

        var wrong = new List<string>();
        foreach (var fault in FaultsOf(statements, commits))
        {
            var run = await RunAsync(fault);
            if (!injector.IsRaised)
                wrong.Add($"{fault} was not raised.");
            if (run.Report != clean.Report || run.Failures < clean.Failures || run.Failures > clean.Failures + 1)
                wrong.Add($"{fault} ({injector.Position}):\n{run}\ninstead of\n{clean}");
        }

        Assert.That(wrong, Is.Empty, string.Join("\n\n", wrong));

        async Task<(string Report, int Failures)> RunAsync(Fault? fault)
        {
            var request = await useCase.PrepareAsync(server, clock);
            var (before, measured) = (await StoredRows.ReadAsync(server, clock.GetUtcNow()), metrics.Lines.Count());
            injector.Arm(fault);
            using var answer = await request();
            var after = await StoredRows.ReadAsync(server, clock.GetUtcNow());
            var counted = metrics.Lines.Skip(measured).Where(line => !line.StartsWith("auth.hash", StringComparison.Ordinal));
            return (
                string.Join('\n', [await answer.SummaryAsync(), .. after.ChangesSince(before), .. counted.Order()]),
                after.Failures - before.Failures);
        }
    }

    private static IEnumerable<Fault> FaultsOf(int statements, int commits) =>
        new[] { FaultPoint.BeforeStatement, FaultPoint.AfterStatement }
            .SelectMany(point => Enumerable.Range(1, statements).Select(number => new Fault(point, number)))
            .Concat(new[] { FaultPoint.BeforeCommit, FaultPoint.AfterCommit }
                .SelectMany(point => Enumerable.Range(1, commits).Select(number => new Fault(point, number))));

    /// <summary>Adds the injector, and removes the worker that would send mail while the rows are read.</summary>
    private static void Configure(IServiceCollection services, FaultInjector injector)
    {
        injector.AddTo(services);
        services.Remove(services.Single(service => service.ServiceType == typeof(IHostedService)
            && service.ImplementationFactory?.Method.ReturnType == typeof(MailWorker)));
    }
}
