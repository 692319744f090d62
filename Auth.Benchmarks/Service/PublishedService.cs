using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Auth.Benchmarks.Service;

/// <summary>The published service in a temporary folder.</summary>
internal sealed class PublishedService : IDisposable
{
    private const string RuntimeConfiguration = "Auth.Api.runtimeconfig.json";
    private static readonly TimeSpan LongestPublish = TimeSpan.FromMinutes(5);

    private readonly string _folder = Directory.CreateTempSubdirectory("auth-benchmark-").FullName;

    private PublishedService()
    {
    }

    /// <summary>The path of the program.</summary>
    public string Program => Path.Combine(_folder, "service", "Auth.Api.dll");

    /// <summary>The runtime configuration with which each hashing thread computes full batches.</summary>
    public string BatchesOfFour => Path.Combine(_folder, "service", RuntimeConfiguration);

    /// <summary>The runtime configuration with which each hashing thread computes one hash at a time.</summary>
    public string BatchesOfOne => Path.Combine(_folder, "service", $"One.{RuntimeConfiguration}");

    /// <summary>Publishes the service in the Release configuration.</summary>
    public static async Task<PublishedService> CreateAsync(CancellationToken cancellationToken)
    {
        var published = new PublishedService();
        try
        {
            // Disables build servers, because they would keep running.
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

    /// <summary>Creates an empty folder for the data of a process.</summary>
    public string NewDataFolder() => Directory.CreateDirectory(Path.Combine(_folder, Path.GetRandomFileName())).FullName;

    /// <summary>Returns the start information of a process over a data folder, without address and secret.</summary>
    public ProcessStartInfo StartInfo(string runtimeConfiguration, string data)
    {
        var start = new ProcessStartInfo("dotnet", ["exec", "--runtimeconfig", runtimeConfiguration, Program])
        {
            WorkingDirectory = data,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        // Removes settings that are meant for another service on this machine.
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

        // The benchmark logs in a few users repeatedly from one address, which throttling would prevent.
        start.Environment["Auth__RateLimits__Enabled"] = "false";
        start.Environment["Auth__Throttle__Enabled"] = "false";
        return start;
    }

    /// <summary>Deletes the folder.</summary>
    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private void WriteBatchesOfOne()
    {
        var configuration = JsonNode.Parse(File.ReadAllText(BatchesOfFour))!;
        configuration["runtimeOptions"]!["configProperties"]!["Auth.Passwords.BatchSize"] = 1;
        File.WriteAllText(BatchesOfOne, configuration.ToJsonString());
    }

    /// <summary>Returns the root folder of the repository.</summary>
    public static string Solution()
    {
        var folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "Auth.sln")))
            folder = Path.GetDirectoryName(folder);
        return folder ?? throw new InvalidOperationException("No parent folder of this program contains Auth.sln.");
    }
}
