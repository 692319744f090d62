using System.Net.Sockets;
using Auth.Infrastructure.Persistence;
using Auth.Infrastructure.Persistence.PostgreSql;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace Auth.Tests.Unit.Persistence;

/// <summary>The classification of PostgreSQL's errors, and the settings of its connections.</summary>
public sealed class PostgreSqlFaultsTests
{
    [TestCase("40P01", DatabaseFault.Busy, TestName = "{m}: a deadlock")]
    [TestCase("40001", DatabaseFault.Busy, TestName = "{m}: a serialization failure")]
    [TestCase("55P03", DatabaseFault.Busy, TestName = "{m}: a lock times out")]
    [TestCase("57014", DatabaseFault.Busy, TestName = "{m}: a statement times out")]
    [TestCase("08006", DatabaseFault.Unavailable, TestName = "{m}: the connection is lost")]
    [TestCase("28P01", DatabaseFault.Unavailable, TestName = "{m}: the login fails")]
    [TestCase("53300", DatabaseFault.Unavailable, TestName = "{m}: too many connections")]
    [TestCase("53100", DatabaseFault.Unavailable, TestName = "{m}: the disk is full")]
    [TestCase("57P01", DatabaseFault.Unavailable, TestName = "{m}: the server stops")]
    [TestCase("57P03", DatabaseFault.Unavailable, TestName = "{m}: the server starts")]
    [TestCase("3D000", DatabaseFault.Unavailable, TestName = "{m}: the database is missing")]
    [TestCase("25006", DatabaseFault.Unavailable, TestName = "{m}: the server is a read-only replica")]
    [TestCase("23505", DatabaseFault.None, TestName = "{m}: a row exists")]
    [TestCase("42P01", DatabaseFault.None, TestName = "{m}: a table is missing")]
    [TestCase("25P02", DatabaseFault.None, TestName = "{m}: the transaction is aborted")]
    public void An_error_is_classified(string state, DatabaseFault fault) =>
        Assert.That(PostgreSqlFaults.Classify(Error(state)), Is.EqualTo(fault));

    [Test]
    public void An_error_behind_a_failed_save_is_classified() =>
        Assert.That(
            PostgreSqlFaults.Classify(new DbUpdateException("failed", Error("57P01"))), Is.EqualTo(DatabaseFault.Unavailable));

    [Test]
    public void Exhausted_retries_are_an_outage() =>
        Assert.That(
            PostgreSqlFaults.Classify(new RetryLimitExceededException("failed", Error("40P01"))),
            Is.EqualTo(DatabaseFault.Unavailable));

    [Test]
    public void A_refused_connection_is_an_outage() =>
        Assert.That(
            PostgreSqlFaults.Classify(new NpgsqlException("Failed to connect", new SocketException(111))),
            Is.EqualTo(DatabaseFault.Unavailable));

    [Test]
    public void The_service_prepares_its_statements_unless_the_operator_sets_their_number() =>
        Assert.That(
            (PostgreSqlProvider.ForService("Host=db").MaxAutoPrepare,
                PostgreSqlProvider.ForService("Host=db;Max Auto Prepare=0").MaxAutoPrepare),
            Is.EqualTo((50, 0)));

    private static PostgresException Error(string state) => new("message", "ERROR", "ERROR", state);
}
