using DotNet.Testcontainers.Configurations;
using Testcontainers.MsSql;

namespace Auth.Tests.Integration;

/// <summary>
/// The SQL Server that the tests use: the one that <c>AUTH_TEST_SQLSERVER</c> names, else a container of their own.
/// </summary>
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

    /// <summary>Why there is no SQL Server; null where there is one.</summary>
    public static string? WhyAbsent { get; } =
        !string.IsNullOrEmpty(Given) || TestcontainersSettings.OS.DockerEndpointAuthConfig is not null
            ? null
            : $"No SQL Server: {Variable} is not set, and no Docker engine answers.";

    public static async Task<string> ConnectionStringAsync() =>
        string.IsNullOrEmpty(Given) ? (await Container.Value).GetConnectionString() : Given;

    public static async Task StopAsync()
    {
        if (Container.IsValueCreated)
            await (await Container.Value).DisposeAsync();
    }
}
