using System.Collections.Concurrent;

namespace Auth.Tests.Integration;

/// <summary>
/// Servers that many tests share, one for each engine and set of settings: tests that make users of their own do not see each
/// other. They stop when the last test has run.
/// </summary>
internal static class SharedServers
{
    private static readonly ConcurrentDictionary<string, Lazy<Task<AuthServer>>> Servers = new();

    public static Task<AuthServer> GetAsync(DatabaseEngine engine, params (string Name, string Value)[] settings) =>
        Servers.GetOrAdd(
            $"{engine} {string.Join(' ', settings)}",
            _ => new Lazy<Task<AuthServer>>(() =>
                AuthServer.StartAsync(engine, settings.ToDictionary(setting => setting.Name, setting => setting.Value)))).Value;

    public static async Task StopAsync()
    {
        foreach (var server in Servers.Values)
            await (await server.Value).DisposeAsync();
    }
}
