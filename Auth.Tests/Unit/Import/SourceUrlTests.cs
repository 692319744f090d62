using Auth.Application.Users.Import;
using Auth.Infrastructure.Import;
using MySqlConnector;
using Npgsql;

namespace Auth.Tests.Unit.Import;

public sealed class SourceUrlTests
{
    [TestCase("postgres://a@b/c", "postgres")]
    [TestCase("postgresql+asyncpg://a@b/c", "postgresql")]
    [TestCase("MySQL+aiomysql://a@b/c", "mysql")]
    [TestCase("./users.csv", null)]
    [TestCase("/a://b", null)]
    public void The_scheme_has_no_driver(string source, string? scheme) =>
        Assert.That(SourceUrl.SchemeOf(source), Is.EqualTo(scheme));

    [Test]
    public void A_URL_of_PostgreSQL_is_read()
    {
        var settings = new NpgsqlConnectionStringBuilder(PostgreSqlSource.ConnectionString(
            SourceUrl.Parse("postgresql+asyncpg://a%40b:p%2Fw%3Ax@db.example.com:5433/old%20users?sslmode=Require")));

        Assert.That(
            (settings.Host, settings.Port, settings.Username, settings.Password, settings.Database, settings.SslMode),
            Is.EqualTo(("db.example.com", 5433, "a@b", "p/w:x", "old users", SslMode.Require)));
    }

    [Test]
    public void A_URL_of_PostgreSQL_can_name_a_socket() => Assert.That(
        new NpgsqlConnectionStringBuilder(PostgreSqlSource.ConnectionString(SourceUrl.Parse("postgres://auth@/db?host=/run/pg"))).Host,
        Is.EqualTo("/run/pg"));

    [Test]
    public void A_URL_of_MySQL_is_read()
    {
        var settings = new MySqlConnectionStringBuilder(MySqlSource.ConnectionString(
            SourceUrl.Parse("mysql+pymysql://auth:secret@db.example.com/users")));

        Assert.That(
            (settings.Server, settings.Port, settings.UserID, settings.Password, settings.Database, settings.TreatTinyAsBoolean, settings.GuidFormat),
            Is.EqualTo(("db.example.com", 3306u, "auth", "secret", "users", false, MySqlGuidFormat.None)));
    }

    [Test]
    public void An_invalid_URL_is_refused_without_its_password()
    {
        var refusal = Assert.Throws<ImportException>(() => SourceUrl.Parse("postgres://auth:pa ss/wo:rd@[x/db"));

        Assert.That(refusal!.Message, Does.Not.Contain("rd@"));
    }
}
