using System.Globalization;
using Auth.Application.Users.Import;

namespace Auth.Api.Commands;

/// <summary>
/// Shows the progress of an import with its rate and remaining time: a line that changes on a terminal, and a line every few seconds
/// elsewhere.
/// </summary>
internal sealed class ImportProgressLine(TextWriter output, bool isRedirected, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan TerminalInterval = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan RedirectedInterval = TimeSpan.FromSeconds(5);

    private string _step = "";
    private long _began = time.GetTimestamp(), _shown, _last = time.GetTimestamp();
    private int _length;

    public void Show(ImportProgress progress)
    {
        var now = time.GetTimestamp();
        if (progress.Step != _step)
        {
            EndLine();
            (_step, _began, _shown) = (progress.Step, _last, now);
        }

        _last = now;

        // The last line of a step is always shown.
        var isDue = time.GetElapsedTime(_shown, now) >= (isRedirected ? RedirectedInterval : TerminalInterval);
        if (!isDue && progress.Rows != progress.Total)
            return;
        _shown = now;
        Write(Describe(progress, time.GetElapsedTime(_began, now)));
    }

    public void Dispose() => EndLine();

    /// <summary>Returns the text of a line.</summary>
    internal static string Describe(ImportProgress progress, TimeSpan elapsed)
    {
        if (progress.Total == 0)
            return progress.Step;
        var rate = elapsed.TotalSeconds > 0 ? progress.Rows / elapsed.TotalSeconds : 0;
        var total = progress.Total is { } all ? string.Create(CultureInfo.InvariantCulture, $" of {all:N0}") : "";
        var left = progress.Total is { } known && rate > 0
            ? string.Create(CultureInfo.InvariantCulture, $", {TimeSpan.FromSeconds(Math.Max(0, known - progress.Rows) / rate):hh\\:mm\\:ss} left")
            : "";
        return string.Create(CultureInfo.InvariantCulture, $"{progress.Step}: {progress.Rows:N0}{total}, {rate:N0} per second{left}");
    }

    private void Write(string line)
    {
        if (isRedirected)
        {
            output.WriteLine(line);
            return;
        }

        output.Write($"\r{line.PadRight(_length)}");
        _length = line.Length;
    }

    private void EndLine()
    {
        if (_length > 0)
            output.WriteLine();
        _length = 0;
    }
}
