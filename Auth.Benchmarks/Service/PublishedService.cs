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

    /// <summary>Deletes it all.</summary>
    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private void WriteBatchesOfOne()
    {
        var configuration = JsonNode.Parse(File.ReadAllText(BatchesOfFour))!;
        configuration["runtimeOptions"]!["configProperties"]!["Auth.Passwords.BatchSize"] = 1;
        File.WriteAllText(BatchesOfOne, configuration.ToJsonString());
    }

    private static string Solution()
    {
        var folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "Auth.sln")))
            folder = Path.GetDirectoryName(folder);
        return folder ?? throw new InvalidOperationException("The folder of Auth.sln is not above this program.");
    }
}
