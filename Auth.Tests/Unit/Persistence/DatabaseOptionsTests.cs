using Auth.Infrastructure.Persistence;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Moq;

namespace Auth.Tests.Unit.Persistence;

/// <summary>The validation of connection strings by the database providers.</summary>
public sealed class DatabaseOptionsTests
{
    [TestCase(DatabaseProvider.Sqlite, null)]
    [TestCase(DatabaseProvider.Sqlite, "Data Source=auth.db")]
    [TestCase(DatabaseProvider.SqlServer, "Server=db;Database=auth")]
    [TestCase(DatabaseProvider.PostgreSql, "Host=db;Database=auth")]
    public void A_valid_connection_string_is_accepted(DatabaseProvider provider, string? connectionString) =>
        Assert.That(FailureOf(provider, connectionString), Is.Null);

    [TestCase(DatabaseProvider.SqlServer, null)]
    [TestCase(DatabaseProvider.SqlServer, "")]
    [TestCase(DatabaseProvider.PostgreSql, null)]
    [TestCase(DatabaseProvider.PostgreSql, "")]
    public void A_missing_connection_string_is_rejected(DatabaseProvider provider, string? connectionString) =>
        Assert.That(FailureOf(provider, connectionString), Does.StartWith("Auth:Database:ConnectionString is missing"));

    [TestCase(DatabaseProvider.Sqlite, "Password=abc;secret=x")]
    [TestCase(DatabaseProvider.Sqlite, "Data Source=auth.db;Mode=secret")]
    [TestCase(DatabaseProvider.SqlServer, "Password=abc;secret=x")]
    [TestCase(DatabaseProvider.SqlServer, "Server=db;Connect Timeout=secret")]
    [TestCase(DatabaseProvider.SqlServer, "secret")]
    [TestCase(DatabaseProvider.PostgreSql, "Password=abc;secret=x")]
    [TestCase(DatabaseProvider.PostgreSql, "Host=db;Timeout=secret")]
    [TestCase(DatabaseProvider.PostgreSql, "secret")]
    public void An_invalid_connection_string_is_rejected_without_quoting_it(DatabaseProvider provider, string connectionString) =>
        Assert.That(
            FailureOf(provider, connectionString),
            Does.StartWith("Auth:Database:ConnectionString is not a valid").And.Not.Contain("secret"));

    [Test]
    public void A_PostgreSQL_connection_string_without_a_host_is_rejected() =>
        Assert.That(FailureOf(DatabaseProvider.PostgreSql, "Database=auth"), Does.Contain("must contain the Host"));

    private static string? FailureOf(DatabaseProvider provider, string? connectionString)
    {
        using var services = new ServiceCollection()
            .AddPersistence()
            .AddSingleton(TimeProvider.System)
            .AddSingleton(Mock.Of<IHostEnvironment>(host => host.ContentRootPath == "/nowhere"))
            .AddOptions()
            .Configure<DatabaseOptions>(options =>
                (options.Provider, options.ConnectionString) = (provider, connectionString))
            .BuildServiceProvider();
        try
        {
            _ = services.GetRequiredService<IOptions<DatabaseOptions>>().Value;
            return null;
        }
        catch (OptionsValidationException exception)
        {
            return exception.Failures.Single();
        }
    }
}
