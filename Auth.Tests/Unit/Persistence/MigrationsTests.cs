using Auth.Infrastructure.Persistence.Sqlite;
using Auth.Infrastructure.Persistence.SqlServer;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Auth.Tests.Unit.Persistence;

public sealed class MigrationsTests
{
    [Test]
    public void The_SQLite_migrations_match_the_model()
    {
        using var database = new SqliteDesignTimeFactory().CreateDbContext([]);

        Assert.That(database.Database.HasPendingModelChanges(), Is.False);
    }

    [Test]
    public void The_SQL_Server_migrations_match_the_model()
    {
        using var database = new SqlServerDesignTimeFactory().CreateDbContext([]);

        Assert.That(database.Database.HasPendingModelChanges(), Is.False);
    }

    [TestCase("[normalized_email] nvarchar(320) COLLATE Latin1_General_BIN2 NOT NULL")]
    [TestCase("[hashed_password] nvarchar(1024) COLLATE Latin1_General_BIN2 NOT NULL")]
    [TestCase("[id] uniqueidentifier NOT NULL")]
    [TestCase("[version] int NOT NULL DEFAULT 0")]
    [TestCase("CREATE UNIQUE INDEX [ix_users_normalized_email] ON [users] ([normalized_email])")]
    public void The_SQL_Server_migrations_define_types_collations_and_the_address_index(string sql)
    {
        using var database = new SqlServerDesignTimeFactory().CreateDbContext([]);

        Assert.That(database.GetService<IMigrator>().GenerateScript(), Does.Contain(sql));
    }

    [TestCase("\"id\" TEXT COLLATE NOCASE NOT NULL")]
    [TestCase("CREATE UNIQUE INDEX \"ix_users_normalized_email\" ON \"users\" (\"normalized_email\")")]
    public void The_SQLite_migrations_define_the_id_collation_and_the_address_index(string sql)
    {
        using var database = new SqliteDesignTimeFactory().CreateDbContext([]);

        Assert.That(database.GetService<IMigrator>().GenerateScript(), Does.Contain(sql));
    }
}
