using Auth.Application;
using Auth.Tests.Integration.Throttling;
using Npgsql;

namespace Auth.Tests.Integration.Persistence;

/// <summary>The start of the program over a PostgreSQL database that it may not create.</summary>
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
        var folder = Directory.CreateTempSubdirectory("auth-tests-");

        var program = await AuthProgram.RunAsync(
            folder.FullName,
            [
                ("Auth__Jwt__Secret", AuthServer.Secret),
                .. new TestDatabase(DatabaseEngine.PostgreSql, connection.ConnectionString).Settings,
            ],
            input: "",
            "migrate");
        folder.Delete(recursive: true);

        Assert.That(
            (program.ExitCode, program.Errors.TrimEnd()),
            Is.EqualTo((78, "The role of Auth:Database:ConnectionString may not create or alter the database "
                + $"{connection.Database} (PostgreSQL error 42501). Create the database with the role as its owner.")));
    }
}
