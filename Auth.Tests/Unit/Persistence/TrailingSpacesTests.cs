using System.Data.Common;
using Auth.Domain.Users;
using Auth.Infrastructure.Persistence;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Auth.Tests.Unit.Persistence;

/// <summary>Tests of lookups in a column whose collation ignores trailing spaces, as in SQL Server.</summary>
public sealed class TrailingSpacesTests
{
    [TestCase("user@example.com", true)]
    [TestCase("USER@example.com", true)]
    [TestCase("user@example.com ", false)]
    [TestCase("user@example.com   ", false)]
    public async Task Only_an_address_without_trailing_spaces_finds_its_user(string email, bool found)
    {
        await using var connection = new SqliteConnection("Data Source=:memory:");
        await connection.OpenAsync();
        await using var database = new PaddingContext(
            new DbContextOptionsBuilder<PaddingContext>().UseSqlite(connection).Options);
        await database.Database.EnsureCreatedAsync();
        var users = new UserRepository(database);
        Assert.That(await users.AddAsync(SomeUser.Create(), default));

        Assert.That(await users.FindByEmailAsync(email, default), found ? Is.Not.Null : Is.Null);
    }

    private sealed class PaddingContext(DbContextOptions<PaddingContext> options) : AuthDbContext(options)
    {
        public override bool IsUniqueViolation(DbException exception) => false;

        protected override void OnModelCreating(ModelBuilder modelBuilder)
        {
            base.OnModelCreating(modelBuilder);
            modelBuilder.Entity<User>().Property(user => user.NormalizedEmail).UseCollation("RTRIM");
        }
    }
}
