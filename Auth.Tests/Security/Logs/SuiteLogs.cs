using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Auth.Tests.Security.Logs;

/// <summary>
/// The logs of all servers of the run at Information and above: messages, their values (separate members in JSON logs), and
/// exceptions with stack traces.
/// </summary>
internal sealed class SuiteLogs : ILoggerProvider
{
    private static readonly ConcurrentQueue<string> AllLines = new();

    public static IEnumerable<string> Lines => AllLines;

    public static void Add(string line) => AllLines.Enqueue(line);

    /// <summary>Returns the lines that contain a secret, each after the secret.</summary>
    public static IReadOnlyList<string> Leaks()
    {
        var search = new LeakSearch(SuiteSecrets.All);
        return [.. AllLines.Select(line => (Line: line, Secret: search.FindIn(line)))
            .Where(found => found.Secret is not null).Select(found => $"{found.Secret} in: {found.Line}")];
    }

    public ILogger CreateLogger(string categoryName) => new Recorder(categoryName);

    public void Dispose()
    {
    }

    private sealed class Recorder(string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (!IsEnabled(logLevel))
                return;
            var values = state as IReadOnlyList<KeyValuePair<string, object?>> ?? [];
            Add($"{logLevel} {category} {formatter(state, exception)} {string.Join(' ', values)} {exception}");
        }
    }
}
