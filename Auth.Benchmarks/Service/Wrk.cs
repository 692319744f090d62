using System.ComponentModel;
using System.Globalization;

namespace Auth.Benchmarks.Service;

/// <summary>The load generator <c>wrk</c>, with a script of ours.</summary>
internal static class Wrk
{
    /// <summary>What to say where it is not installed.</summary>
    public const string Need = "needs wrk on the PATH (Debian's package wrk)";

    private static readonly TimeSpan LongestEnd = TimeSpan.FromSeconds(60);
    private static readonly string Script = Path.Combine(AppContext.BaseDirectory, "Service", "load.lua");

    /// <summary>Whether it is installed.</summary>
    public static async Task<bool> IsAvailableAsync(CancellationToken cancellationToken)
    {
        try
        {
            // It explains itself, and fails.
            await Command.RunAsync("wrk", ["--version"], LongestEnd, cancellationToken);
        }
        catch (InvalidOperationException)
        {
        }
        catch (Win32Exception)
        {
            return false;
        }

        return true;
    }

    /// <summary>Logs the users in, on every connection without pause.</summary>
    public static Task<Load> LogInAsync(
        RunningService service, int connections, TimeSpan duration, CancellationToken cancellationToken) =>
        RunAsync(connections, connections, duration, new Uri(service.Address, "api/token/login"),
            headers: [], service.LoginForms, cancellationToken);

    /// <summary>Fetches an address with a user's token, on every connection without pause.</summary>
    public static Task<Load> GetAsync(
        RunningService service, string path, int connections, TimeSpan duration, CancellationToken cancellationToken) =>
        GetAsync(service, service.Token, path, connections, duration, cancellationToken);

    /// <summary>Fetches an address with the token given, or with none, on every connection without pause.</summary>
    public static Task<Load> GetAsync(
        RunningService service, string? token, string path, int connections, TimeSpan duration,
        CancellationToken cancellationToken) =>
        RunAsync(connections, Math.Min(connections, Environment.ProcessorCount), duration, new Uri(service.Address, path),
            token is null ? [] : ["--header", $"Authorization: Bearer {token}"], forms: [], cancellationToken);

    private static async Task<Load> RunAsync(
        int connections, int threads, TimeSpan duration, Uri address, string[] headers, string[] forms,
        CancellationToken cancellationToken)
    {
        string[] options =
        [
            "--connections", connections.ToString(CultureInfo.InvariantCulture),
            "--threads", threads.ToString(CultureInfo.InvariantCulture),
            "--duration", $"{Math.Ceiling(duration.TotalSeconds):0}s",
            "--timeout", "30s",
            "--script", Script,
        ];
        IEnumerable<string> arguments = [.. options, .. headers, address.ToString(), "--", .. forms];
        return Load.Parse(await Command.RunAsync("wrk", arguments, duration + LongestEnd, cancellationToken));
    }
}
