using Auth.Domain.Users;
using Auth.Tests.Integration.Sessions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Moq;

namespace Auth.Tests.Integration;

/// <summary>The log of a request that fails unexpectedly.</summary>
public sealed class UnexpectedExceptionTests : IDisposable
{
    private readonly RecordedLogs _logs = new();

    public void Dispose() => _logs.Dispose();

    [Test]
    public async Task A_500_is_logged_once_with_types_and_stack_trace_but_without_messages()
    {
        await using var server = await StartAsync(
            new DbUpdateException("secret of the outer", new InvalidOperationException("secret of somebody@example.com")));

        using var answer = await server.LoginAsync("somebody@example.com", AuthServer.Password);

        var errors = _logs.Lines.Where(line => line.StartsWith("Error", StringComparison.Ordinal)).ToList();
        Assert.Multiple(async () =>
        {
            Assert.That(await answer.SummaryAsync(), Is.EqualTo("500 Internal Server Error"));
            Assert.That(errors, Has.Count.EqualTo(1));
            Assert.That(errors.Single(), Does.Contain(nameof(DbUpdateException)).And.Contain(nameof(InvalidOperationException))
                .And.Contain(" at Auth.Application.").And.Contain("trace "));
            Assert.That(errors.Single(), Does.Not.Contain("secret").And.Not.Contain("somebody"));
        });
    }

    [Test]
    public async Task A_canceled_statement_of_a_disconnected_client_is_not_logged_as_an_error()
    {
        // SqlClient reports a cancellation as its own exception type, as this test does.
        await using var server = await StartAsync(
            new Microsoft.Data.Sqlite.SqliteException("interrupted", SQLitePCL.raw.SQLITE_INTERRUPT), untilCanceled: true);
        using var leaving = new CancellationTokenSource();
        using var form = new FormUrlEncodedContent(
            new Dictionary<string, string> { ["username"] = "a@example.com", ["password"] = AuthServer.Password });

        var login = server.Client.PostAsync("/api/token/login", form, leaving.Token);
        await _called.Task;
        await leaving.CancelAsync();
        Assert.That(() => login, Throws.InstanceOf<OperationCanceledException>());
        await _thrown.Task;
        await server.DisposeAsync();

        Assert.That(_logs.Lines.Where(line => line.StartsWith("Error", StringComparison.Ordinal)), Is.Empty);
    }

    private readonly TaskCompletionSource _called = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _thrown = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Starts a server whose user repository throws an exception.</summary>
    private Task<AuthServer> StartAsync(Exception exception, bool untilCanceled = false)
    {
        var users = new Mock<IUserRepository>();
        users.Setup(repository => repository.FindByEmailAsync(It.IsAny<string>(), It.IsAny<CancellationToken>()))
            .Returns(async (string _, CancellationToken cancellationToken) =>
            {
                _called.TrySetResult();
                if (untilCanceled)
                    await Task.Delay(Timeout.Infinite, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                _thrown.TrySetResult();
                throw exception;
            });
        return AuthServer.StartAsync(services: services =>
            services.AddScoped(_ => users.Object).AddSingleton<ILoggerProvider>(_logs));
    }
}
