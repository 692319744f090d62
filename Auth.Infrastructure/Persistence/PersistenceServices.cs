using Auth.Application;
using Auth.Domain.Audit;
using Auth.Domain.Mail;
using Auth.Domain.Sessions;
using Auth.Domain.Throttling;
using Auth.Domain.Users;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Auth.Infrastructure.Persistence;

/// <summary>Registers the database that the options name.</summary>
internal static class PersistenceServices
{
    /// <summary>How long a write waits for another one to finish, in seconds: SQLite has one writer at a time.</summary>
    private const int BusyTimeoutSeconds = 30;

    public static IServiceCollection AddPersistence(this IServiceCollection services)
    {
        services.AddSingleton<SqliteConnectionSettings>();
        services.AddDbContextPool<SqliteAuthDbContext>((provider, options) => options
            .UseSqlite(SqliteConnectionString(provider))
            .ConfigureWarnings(KeepQuietAboutRows)
            .AddInterceptors(provider.GetRequiredService<SqliteConnectionSettings>()));
        services.AddPooledDbContextFactory<SqlServerAuthDbContext>((provider, options) => options
            .UseSqlServer(Settings(provider).ConnectionString, server => server.EnableRetryOnFailure())
            .ConfigureWarnings(KeepQuietAboutRows));
        services.AddScoped<AuthDbContext>(provider => Settings(provider).Provider is DatabaseProvider.SqlServer
            ? provider.GetRequiredService<SqlServerAuthDbContext>()
            : provider.GetRequiredService<SqliteAuthDbContext>());
        services.AddSingleton<IUserLookup>(provider => Settings(provider).Provider is DatabaseProvider.SqlServer
            ? new UserLookup(provider.GetRequiredService<IDbContextFactory<SqlServerAuthDbContext>>())
            : new SqliteUserLookup(SqliteConnectionString(provider)));
        services.AddScoped<IUserRepository, UserRepository>();
        services.AddScoped<ISessionRepository, SessionRepository>();
        services.AddScoped<ILoginBudgetRepository, LoginBudgetRepository>();
        services.AddScoped<IAuditRepository, AuditRepository>();
        services.AddScoped<IMailOutbox, MailOutbox>();
        services.AddScoped<IUnitOfWork, UnitOfWork>();
        services.AddScoped<DatabaseSchema>();
        services.AddScoped<DatabaseProbe>();
        return services;
    }

    private static DatabaseOptions Settings(IServiceProvider provider) =>
        provider.GetRequiredService<IOptions<AuthOptions>>().Value.Database;

    /// <summary>
    /// A failed write is handled, and rows must not get into logs: SQL Server's errors quote the address that was there
    /// already.
    /// </summary>
    private static void KeepQuietAboutRows(WarningsConfigurationBuilder events) => events.Log(
        (CoreEventId.SaveChangesFailed, LogLevel.Debug),
        (CoreEventId.OptimisticConcurrencyException, LogLevel.Debug),
        (RelationalEventId.CommandError, LogLevel.Debug));

    /// <summary>The connection string, with its file's path seen from the content root and its folder made.</summary>
    private static string SqliteConnectionString(IServiceProvider provider)
    {
        var contentRoot = provider.GetRequiredService<IHostEnvironment>().ContentRootPath;
        var connection = new SqliteConnectionStringBuilder(Settings(provider).ConnectionString ?? "Data Source=data/auth.db")
        {
            DefaultTimeout = BusyTimeoutSeconds,
        };
        connection.DataSource = Path.Combine(contentRoot, connection.DataSource);
        DataFolder.Create(Path.GetDirectoryName(connection.DataSource)!);
        return connection.ConnectionString;
    }
}
