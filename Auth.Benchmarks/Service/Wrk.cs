using System.ComponentModel;
using System.Globalization;

namespace Auth.Benchmarks.Service;

/// <summary>Runs the load generator <c>wrk</c> with the script <c>load.lua</c>.</summary>
internal static class Wrk
{
    /// <summary>The message if wrk is not installed.</summary>
    public const string Need = "needs wrk on the PATH (Debian's package wrk)";

    private static readonly TimeSpan LongestEnd = TimeSpan.FromSeconds(60);
    private static readonly string Script = Path.Combine(AppContext.BaseDirectory, "Service", "load.lua");

    /// <summary>Whether wrk is installed.</summary>
    public static async Task<bool> IsAvailableAsync(CancellationToken cancellationToken)
    {
        try
        {
            // Prints the version and usage, and exits with an error.
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

    /// <summary>Logs the users in continuously on every connection.</summary>
    public static Task<Load> LogInAsync(
        RunningService service, int connections, TimeSpan duration, CancellationToken cancellationToken) =>
        RunAsync(connections, connections, duration, new Uri(service.Address, "api/token/login"),
            headers: [], service.LoginForms, cancellationToken);

    /// <summary>Requests an address with a user's token continuously on every connection.</summary>
    public static Task<Load> GetAsync(
        RunningService service, string path, int connections, TimeSpan duration, CancellationToken cancellationToken) =>
        GetAsync(service, service.Token, path, connections, duration, cancellationToken);

    /// <summary>Requests an address with the given token, or without one, continuously on every connection.</summary>
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
