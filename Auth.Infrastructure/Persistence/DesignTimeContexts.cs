using Auth.Infrastructure.Persistence.Sqlite;
using Auth.Infrastructure.Persistence.SqlServer;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace Auth.Infrastructure.Persistence;

/// <summary>
/// Creates the contexts for <c>dotnet ef</c>, which compares models and generates migrations without a connection.
/// </summary>
internal sealed class DesignTimeContexts
    : IDesignTimeDbContextFactory<SqliteAuthDbContext>, IDesignTimeDbContextFactory<SqlServerAuthDbContext>
{
    SqliteAuthDbContext IDesignTimeDbContextFactory<SqliteAuthDbContext>.CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<SqliteAuthDbContext>().UseSqlite("Data Source=design-time.db").Options);

    SqlServerAuthDbContext IDesignTimeDbContextFactory<SqlServerAuthDbContext>.CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<SqlServerAuthDbContext>().UseSqlServer("Server=design-time").Options);
}
