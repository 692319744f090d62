using System.Reflection;
using Auth.Infrastructure.Persistence;
using Auth.Infrastructure.Persistence.SqlServer;
using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Auth.Tests.Unit.Persistence;

/// <summary>Tests of the handling of SQL Server errors. They require no server.</summary>
public sealed class SqlServerFaultsTests
{
    private const BindingFlags Hidden = BindingFlags.Instance | BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public;

    [TestCase(4060, 11, DatabaseFault.Unavailable, TestName = "{m}: the database cannot be opened")]
    [TestCase(18456, 14, DatabaseFault.Unavailable, TestName = "{m}: the login fails")]
    [TestCase(10061, 20, DatabaseFault.Unavailable, TestName = "{m}: the connection is refused")]
    [TestCase(0, 20, DatabaseFault.Unavailable, TestName = "{m}: the connection is lost")]
    [TestCase(9002, 17, DatabaseFault.Unavailable, TestName = "{m}: the log is full")]
    [TestCase(1105, 17, DatabaseFault.Unavailable, TestName = "{m}: the disk is full")]
    [TestCase(-2, 11, DatabaseFault.Busy, TestName = "{m}: a command times out")]
    [TestCase(1222, 16, DatabaseFault.Busy, TestName = "{m}: a lock times out")]
    [TestCase(2601, 14, DatabaseFault.None, TestName = "{m}: a row exists")]
    [TestCase(208, 16, DatabaseFault.None, TestName = "{m}: a table is missing")]
    [TestCase(0, 11, DatabaseFault.None, TestName = "{m}: a command is canceled")]
    public void An_error_is_classified(int number, int severity, DatabaseFault fault) =>
        Assert.That(SqlServerFaults.Classify(Error(number, (byte)severity)), Is.EqualTo(fault));

    [Test]
    public void The_inner_error_of_a_failed_save_is_classified() =>
        Assert.That(
            SqlServerFaults.Classify(new DbUpdateException("failed", Error(4060, 11))),
            Is.EqualTo(DatabaseFault.Unavailable));

    [Test]
    public void Exhausted_retries_are_classified_as_unavailable() =>
        Assert.That(
            SqlServerFaults.Classify(new RetryLimitExceededException("failed", Error(1205, 13))),
            Is.EqualTo(DatabaseFault.Unavailable));

    [TestCase(262, "db_owner")]
    [TestCase(4060, "cannot open the database auth")]
    [TestCase(18456, "refuses the login")]
    public void A_login_without_permissions_is_explained_in_one_line(int number, string words)
    {
        using var database = Create("Server=nowhere;Database=auth");

        Assert.That(SqlServerMigration.Explain(number, database), Does.Contain(words).And.Not.Contain("\n"));
    }

    [Test]
    public void Another_migration_error_is_not_explained()
    {
        using var database = Create("Server=nowhere;Database=auth");

        Assert.That(SqlServerMigration.Explain(208, database), Is.Null);
    }

    /// <summary>
    /// SQL Server cannot create two databases at once, because both are copies of "model". The migration relies on the retry
    /// of EF Core.
    /// </summary>
    [Test]
    public void EF_Core_retries_the_creation_of_a_database_while_another_is_created()
    {
        var detector = typeof(SqlServerRetryingExecutionStrategy).Assembly.GetType(
            "Microsoft.EntityFrameworkCore.SqlServer.Storage.Internal.SqlServerTransientExceptionDetector", throwOnError: true)!;

        Assert.That(detector.GetMethod("ShouldRetryOn")!.Invoke(null, [Error(1807, 16)]), Is.True);
    }

    [Test]
    public void The_service_pool_does_not_block_connections_after_an_outage() =>
        Assert.That(
            new SqlConnectionStringBuilder(SqlServerProvider.ForService("Server=db;Database=auth")).PoolBlockingPeriod,
            Is.EqualTo(PoolBlockingPeriod.NeverBlock));

    [Test]
    public void The_readiness_check_has_a_separate_pool() =>
        Assert.That(
            SqlServerProvider.ForProbe("Server=db;Database=auth"),
            Is.Not.EqualTo(SqlServerProvider.ForService("Server=db;Database=auth")));

    [Test]
    public void A_transaction_has_no_savepoints()
    {
        using var database = Create("Server=nowhere");

        Assert.That(database.Database.AutoSavepointsEnabled, Is.False);
    }

    private static SqlServerAuthDbContext Create(string connectionString) =>
        new(new DbContextOptionsBuilder<SqlServerAuthDbContext>().UseSqlServer(connectionString).Options);

    /// <summary>Creates an error with SqlClient's internal constructors.</summary>
    private static SqlException Error(int number, byte severity)
    {
        var constructor = typeof(SqlError).GetConstructors(Hidden)
            .Single(candidate => candidate.GetParameters() is { Length: 8 } parameters && parameters[7].ParameterType == typeof(Exception));
        var error = constructor.Invoke([number, (byte)0, severity, "server", "message", "procedure", 0, null]);
        var errors = Activator.CreateInstance(typeof(SqlErrorCollection), nonPublic: true)!;
        typeof(SqlErrorCollection).GetMethod("Add", Hidden)!.Invoke(errors, [error]);
        return (SqlException)typeof(SqlException)
            .GetMethod("CreateException", Hidden, [typeof(SqlErrorCollection), typeof(string)])!.Invoke(null, [errors, "16.0"])!;
    }
}
