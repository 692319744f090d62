using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;

namespace Auth.Tests.Documentation;

/// <summary>A FastAPI application in a process of its own.</summary>
internal sealed partial class PythonApplication : IAsyncDisposable
{
    private const string Python = "/usr/bin/python3";
    private static readonly TimeSpan LongestStart = TimeSpan.FromSeconds(60);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("auth-tests-");
    private readonly Process _process;

    private PythonApplication(string auth, IEnumerable<string> files)
    {
        // The first line of a file is a comment with its name.
        foreach (var file in files)
            File.WriteAllText(Path.Combine(_folder.FullName, file[2..file.IndexOf('\n', StringComparison.Ordinal)].Trim()), file);
        _process = Process.Start(new ProcessStartInfo(Python, ["-m", "uvicorn", "main:app", "--host", "127.0.0.1", "--port", "0"])
        {
            WorkingDirectory = _folder.FullName,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            Environment = { ["AUTH_URL"] = auth, ["PYTHONDONTWRITEBYTECODE"] = "1" },
        })!;
    }

    /// <summary>The reason why applications cannot run; null if they can.</summary>
    public static string? WhyAbsent { get; } = CanImport()
        ? null
        : "needs python3-fastapi, python3-uvicorn, python3-httpx, python3-jwt and python3-cryptography";

    public HttpClient Client { get; } = new(new SocketsHttpHandler { RequestHeaderEncodingSelector = (_, _) => Encoding.Latin1 });

    /// <summary>Starts an application with Auth at an address.</summary>
    public static async Task<PythonApplication> StartAsync(Uri auth, params IEnumerable<string> files)
    {
        var application = new PythonApplication($"{auth}".TrimEnd('/'), files);
        using var limit = new CancellationTokenSource(LongestStart);
        var output = "";
        while (await application._process.StandardError.ReadLineAsync(limit.Token) is { } line)
        {
            output += line + "\n";
            if (Listening().Match(line) is not { Success: true } match)
                continue;
            application.Client.BaseAddress = new Uri(match.Groups[1].Value);
            _ = application._process.StandardError.ReadToEndAsync(CancellationToken.None);
            _ = application._process.StandardOutput.ReadToEndAsync(CancellationToken.None);
            return application;
        }

        await application.DisposeAsync();
        throw new InvalidOperationException($"The application did not start: {output}");
    }

    /// <summary>Requests the orders.</summary>
    public async Task<(int Status, string Body)> GetOrdersAsync(string? authorization)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/orders");
        if (authorization is not null)
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        using var response = await Client.SendAsync(request);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        _folder.Delete(recursive: true);
    }

    private static bool CanImport()
    {
        if (!File.Exists(Python))
            return false;
        using var process = Process.Start(new ProcessStartInfo(Python, ["-c", "import fastapi, uvicorn, httpx, jwt, cryptography"])
        {
            RedirectStandardError = true,
        })!;
        process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0;
    }

    [GeneratedRegex("running on (http://127.0.0.1:[0-9]+)")]
    private static partial Regex Listening();
}
