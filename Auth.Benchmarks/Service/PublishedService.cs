using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Auth.Benchmarks.Service;

/// <summary>The service as it is deployed, in a temporary folder.</summary>
internal sealed class PublishedService : IDisposable
{
    private const string RuntimeConfiguration = "Auth.Api.runtimeconfig.json";
    private static readonly TimeSpan LongestPublish = TimeSpan.FromMinutes(5);

    private readonly string _folder = Directory.CreateTempSubdirectory("auth-benchmark-").FullName;

    private PublishedService()
    {
    }

    /// <summary>The program.</summary>
    public string Program => Path.Combine(_folder, "service", "Auth.Api.dll");

    /// <summary>The runtime's settings, with which each hashing thread takes up as many hashes at once as it can.</summary>
    public string BatchesOfFour => Path.Combine(_folder, "service", RuntimeConfiguration);

    /// <summary>The runtime's settings, with which each hashing thread takes up one hash at once.</summary>
    public string BatchesOfOne => Path.Combine(_folder, "service", $"One.{RuntimeConfiguration}");

    /// <summary>Publishes the service in its Release configuration.</summary>
    public static async Task<PublishedService> CreateAsync(CancellationToken cancellationToken)
    {
        var published = new PublishedService();
        try
        {
            // No build server, since nobody would stop it.
            await Command.RunAsync("dotnet",
                ["publish", Path.Combine(Solution(), "Auth.Api"), "--output", Path.GetDirectoryName(published.Program)!,
                    "--configuration", "Release", "--nologo", "--verbosity", "quiet", "--disable-build-servers"],
                LongestPublish, cancellationToken);
            published.WriteBatchesOfOne();
            return published;
        }
        catch
        {
            published.Dispose();
            throw;
        }
    }

    /// <summary>A new, empty folder for what a process writes.</summary>
    public string NewDataFolder() => Directory.CreateDirectory(Path.Combine(_folder, Path.GetRandomFileName())).FullName;

    /// <summary>How a process over the database of a data folder is started, but for its address and its secret.</summary>
    public ProcessStartInfo StartInfo(string runtimeConfiguration, string data)
    {
        var start = new ProcessStartInfo("dotnet", ["exec", "--runtimeconfig", runtimeConfiguration, Program])
        {
            WorkingDirectory = data,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        // What is set for another service of this machine is not this one's.
        foreach (var name in start.Environment.Keys.ToList())
        {
            if (name.StartsWith("Auth__", StringComparison.OrdinalIgnoreCase))
                start.Environment.Remove(name);
        }

        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Production";
        start.Environment["Auth__Database__ConnectionString"] = $"Data Source={Path.Combine(data, "auth.db")}";
        start.Environment["Auth__Database__MigrateOnStart"] = "true";
        start.Environment["Auth__Email__PickupFolder"] = Path.Combine(data, "mail");
        start.Environment["Auth__Passwords__WorkFactor"] = "12";

        // A few users log in over and over from one address here, which the brakes are there to stop.
        start.Environment["Auth__RateLimits__Enabled"] = "false";
        start.Environment["Auth__Throttle__Enabled"] = "false";
        return start;
    }

    /// <summary>Deletes it all.</summary>
    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private void WriteBatchesOfOne()
    {
        var configuration = JsonNode.Parse(File.ReadAllText(BatchesOfFour))!;
        configuration["runtimeOptions"]!["configProperties"]!["Auth.Passwords.BatchSize"] = 1;
        File.WriteAllText(BatchesOfOne, configuration.ToJsonString());
    }

    /// <summary>The folder of the repository.</summary>
    public static string Solution()
    {
        var folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "Auth.sln")))
            folder = Path.GetDirectoryName(folder);
        return folder ?? throw new InvalidOperationException("The folder of Auth.sln is not above this program.");
    }
}
