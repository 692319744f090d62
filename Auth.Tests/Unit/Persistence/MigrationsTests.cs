using Auth.Infrastructure.Persistence.Sqlite;
using Auth.Infrastructure.Persistence.SqlServer;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Auth.Tests.Unit.Persistence;

public sealed class MigrationsTests
{
    [Test]
    public void The_migrations_for_SQLite_make_the_whole_model()
    {
        using var database = new SqliteDesignTimeFactory().CreateDbContext([]);

        Assert.That(database.Database.HasPendingModelChanges(), Is.False);
    }

    [Test]
    public void The_migrations_for_SQL_Server_make_the_whole_model()
    {
        using var database = new SqlServerDesignTimeFactory().CreateDbContext([]);

        Assert.That(database.Database.HasPendingModelChanges(), Is.False);
    }

    [TestCase("[normalized_email] nvarchar(320) COLLATE Latin1_General_BIN2 NOT NULL")]
    [TestCase("[hashed_password] nvarchar(1024) COLLATE Latin1_General_BIN2 NOT NULL")]
    [TestCase("[id] uniqueidentifier NOT NULL")]
    [TestCase("[version] int NOT NULL DEFAULT 0")]
    [TestCase("CREATE UNIQUE INDEX [ix_users_normalized_email] ON [users] ([normalized_email])")]
    public void The_migrations_for_SQL_Server_say_how_addresses_are_compared(string sql)
    {
        using var database = new SqlServerDesignTimeFactory().CreateDbContext([]);

        Assert.That(database.GetService<IMigrator>().GenerateScript(), Does.Contain(sql));
    }

    [TestCase("\"id\" TEXT COLLATE NOCASE NOT NULL")]
    [TestCase("CREATE UNIQUE INDEX \"ix_users_normalized_email\" ON \"users\" (\"normalized_email\")")]
    public void The_migrations_for_SQLite_say_how_ids_are_compared(string sql)
    {
        using var database = new SqliteDesignTimeFactory().CreateDbContext([]);

        Assert.That(database.GetService<IMigrator>().GenerateScript(), Does.Contain(sql));
    }
}
