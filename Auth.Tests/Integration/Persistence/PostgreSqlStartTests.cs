using Npgsql;

namespace Auth.Tests.Integration.Persistence;

/// <summary>The start of the program over a PostgreSQL database that it cannot use.</summary>
public sealed class PostgreSqlStartTests
{
    [Test]
    public async Task A_role_that_may_not_create_the_database_is_reported_in_one_line()
    {
        if (PostgreSqlServer.WhyAbsent is { } reason)
            Assert.Ignore(reason);
        var role = $"role_{Guid.NewGuid():N}";
        await PostgreSqlServer.ExecuteAsync($"CREATE ROLE {role} LOGIN PASSWORD 'x'");
        var connection = new NpgsqlConnectionStringBuilder(await PostgreSqlServer.NewDatabaseAsync())
        {
            Username = role,
            Password = "x",
        };

        var program = await RunAsync(connection.ConnectionString, "migrate");

        Assert.That(
            (program.ExitCode, program.Errors.TrimEnd()),
            Is.EqualTo((78, "The role of Auth:Database:ConnectionString may not create or alter the database "
                + $"{connection.Database} (PostgreSQL error 42501). Create the database with the role as its owner.")));
    }

    [TestCase("migrate")]
    [TestCase("users", "list")]
    public async Task A_server_that_cannot_be_reached_is_reported_in_one_line(params string[] command)
    {
        var program = await RunAsync("Host=127.0.0.1;Port=1;Database=auth", command);

        Assert.That(
            (program.ExitCode, program.Errors.Trim().Split('\n')[^1]),
            Is.EqualTo((78, "The database of Auth:Database:ConnectionString cannot be used: Failed to connect to 127.0.0.1:1")));
    }

    private static async Task<AuthProgram> RunAsync(string connectionString, params string[] command)
    {
        var folder = Directory.CreateTempSubdirectory("auth-tests-");
        try
        {
            return await AuthProgram.RunAsync(
                folder.FullName,
                [
                    ("Auth__Jwt__Secret", AuthServer.Secret),
                    .. new TestDatabase(DatabaseEngine.PostgreSql, connectionString).Settings,
                ],
                input: "",
                command);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
