using System.CommandLine;
using Auth.Api.Hosting;

namespace Auth.Api.Commands;

/// <summary>Checks whether a running service is alive or ready, for the health check of a container.</summary>
internal static class HealthCommand
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public static Command Create()
    {
        var ready = new Option<bool>("--ready")
        {
            Description = "Check readiness instead of liveness.",
        };
        var url = new Option<Uri>("--url")
        {
            Description = "The URL to request. The default is derived from ASPNETCORE_URLS or ASPNETCORE_HTTP_PORTS.",
            DefaultValueFactory = result =>
                new Uri(BaseAddress() + (result.GetValue(ready) ? Health.ReadyPath : Health.LivePath)),
            CustomParser = argument =>
            {
                var text = argument.Tokens[0].Value;
                if (Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https")
                    return address;
                argument.AddError("The address must be an absolute URL, such as http://localhost:8080/health/live.");
                return null;
            },
        };
        var command = new Command("health", "Check whether a running service is alive or ready.") { ready, url };
        command.SetAction((parsed, cancellationToken) => AskAsync(parsed.GetRequiredValue(url), cancellationToken));
        return command;
    }

    private static async Task<int> AskAsync(Uri url, CancellationToken cancellationToken)
    {
        try
        {
            using var client = new HttpClient { Timeout = Patience };
            await Console.Out.WriteLineAsync(await client.GetStringAsync(url, cancellationToken));
            return 0;
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException)
        {
            await Console.Error.WriteLineAsync($"{url}: {exception.Message}");
            return 1;
        }
    }

    /// <summary>Returns the local base URL of a service with the same environment variables.</summary>
    private static string BaseAddress()
    {
        var addresses = Environment.GetEnvironmentVariable("ASPNETCORE_URLS")?.Split(';');
        if (addresses is [{ Length: > 0 } first, ..])
            return BindingAddress.Parse(first) is var address ? $"{address.Scheme}://localhost:{address.Port}" : first;
        var port = Environment.GetEnvironmentVariable("ASPNETCORE_HTTP_PORTS")?.Split(';')[0];
        return $"http://localhost:{(string.IsNullOrEmpty(port) ? "5000" : port)}";
    }
}
