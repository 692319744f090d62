using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Auth.Tests.Integration;

/// <summary>
/// Servers shared by many tests, one for each engine and set of settings. Each test creates its own users. The servers stop
/// after the last test.
/// </summary>
internal static class SharedServers
{
    private static readonly ConcurrentDictionary<string, Lazy<Task<AuthServer>>> Servers = new();

    public static Task<AuthServer> GetAsync(DatabaseEngine engine, params (string Name, string Value)[] settings) =>
        Servers.GetOrAdd(
            $"{engine} {string.Join(' ', settings)}",
            _ => new Lazy<Task<AuthServer>>(() =>
                AuthServer.StartAsync(engine, settings.ToDictionary(setting => setting.Name, setting => setting.Value)))).Value;

    public static Task<AuthServer> SqliteAsync(params (string Name, string Value)[] settings) =>
        GetAsync(DatabaseEngine.Sqlite, settings);

    /// <summary>Returns a server whose clock stands still.</summary>
    /// <param name="unixSeconds">The time of the clock, in seconds since 1970 (UTC).</param>
    public static Task<AuthServer> SqliteAtAsync(long unixSeconds) =>
        Servers.GetOrAdd($"at {unixSeconds}", _ => new Lazy<Task<AuthServer>>(() => AuthServer.StartAsync(services: services =>
            services.AddSingleton<TimeProvider>(new FakeTimeProvider(DateTimeOffset.FromUnixTimeSeconds(unixSeconds)))))).Value;

    /// <summary>Returns a server with a clock, which stands still unless a test advances it.</summary>
    public static Task<AuthServer> GetAsync(
        DatabaseEngine engine, FakeTimeProvider clock, params (string Name, string Value)[] settings) =>
        Servers.GetOrAdd(
            $"{engine} with {clock.GetHashCode()} {string.Join(' ', settings)}",
            _ => new Lazy<Task<AuthServer>>(() => AuthServer.StartAsync(
                engine,
                settings.ToDictionary(setting => setting.Name, setting => setting.Value),
                services => services.AddSingleton<TimeProvider>(clock)))).Value;

    public static async Task StopAsync()
    {
        foreach (var server in Servers.Values)
            await (await server.Value).DisposeAsync();
    }
}
