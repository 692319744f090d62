using Auth.Application;
using Auth.Application.Events;
using Auth.Application.Login;
using Auth.Infrastructure.Persistence;
using Auth.Infrastructure.Persistence.Sqlite;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Auth.Tests.Unit.Login;

/// <summary>A throttle with an in-memory database and a fake clock.</summary>
internal sealed class ThrottledLogins : IAsyncDisposable
{
    private readonly SqliteConnection _connection = new("Data Source=:memory:");

    public ThrottledLogins(ThrottleOptions? throttle = null)
    {
        _connection.Open();
        Database = new(new DbContextOptionsBuilder<SqliteAuthDbContext>().UseSqlite(_connection).Options);
        Database.Database.EnsureCreated();
        Options.Throttle = throttle ?? Options.Throttle;
        var events = new AccountEventPublisher([], NullLogger<AccountEventPublisher>.Instance);
        var options = Microsoft.Extensions.Options.Options.Create(Options);
        Devices = new(options, Clock);
        Throttle = new(new LoginBudgetRepository(Database), new AccountHash(options), Devices, options, Clock, new DirectUnitOfWork(events));
    }

    public AuthOptions Options { get; } = new() { Jwt = { Secret = "a-secret-of-the-tests-0123456789abcdef" } };

    public FakeTimeProvider Clock { get; } = new();

    public SqliteAuthDbContext Database { get; }

    public DeviceTokens Devices { get; }

    public LoginThrottle Throttle { get; }

    public async Task<LoginAttempt> BeginAsync(
        string email = "nick@example.com", string? from = "198.51.100.1", string? device = null)
    {
        var begun = await Throttle.BeginAsync(email, from, device, default);
        Assert.That(begun.Error, Is.Null);
        return begun.Value!;
    }

    /// <summary>Returns the remaining wait of a throttled login, or zero after counting a failed login.</summary>
    public async Task<TimeSpan> FailAsync(
        string email = "nick@example.com", string? from = "198.51.100.1", string? device = null) =>
        (await Throttle.BeginAsync(email, from, device, default)).Error?.RetryAfter ?? TimeSpan.Zero;

    public async Task FailAsync(
        int times, string email = "nick@example.com", string? from = "198.51.100.1", string? device = null)
    {
        for (var time = 0; time < times; time++)
            await BeginAsync(email, from, device);
    }

    public async Task SucceedAsync(string? from, string? device = null) =>
        await Throttle.SucceedAsync(await BeginAsync(from: from, device: device));

    public async ValueTask DisposeAsync()
    {
        await Database.DisposeAsync();
        await _connection.DisposeAsync();
    }
}
