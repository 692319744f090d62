using DotNet.Testcontainers.Configurations;
using Testcontainers.MsSql;

namespace Auth.Tests.Integration;

/// <summary>The SQL Server of the tests: the one in <c>AUTH_TEST_SQLSERVER</c>, or else a container.</summary>
internal static class SqlServer
{
    private const string Variable = "AUTH_TEST_SQLSERVER";

    private static readonly string? Given = Environment.GetEnvironmentVariable(Variable);

    private static readonly Lazy<Task<MsSqlContainer>> Container = new(async () =>
    {
        var container = new MsSqlBuilder("mcr.microsoft.com/mssql/server:2022-latest").Build();
        await container.StartAsync();
        return container;
    });

    /// <summary>The reason why SQL Server is unavailable; null if it is available.</summary>
    public static string? WhyAbsent { get; } =
        !string.IsNullOrEmpty(Given) || TestcontainersSettings.OS.DockerEndpointAuthConfig is not null
            ? null
            : $"No SQL Server: {Variable} is not set, and no Docker engine responds.";

    public static async Task<string> ConnectionStringAsync() =>
        string.IsNullOrEmpty(Given) ? (await Container.Value).GetConnectionString() : Given;

    public static async Task StopAsync()
    {
        if (Container.IsValueCreated)
            await (await Container.Value).DisposeAsync();
    }
}
