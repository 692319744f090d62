using Auth.Application;
using Auth.Domain.Audit;
using Auth.Domain.Mail;
using Auth.Domain.Sessions;
using Auth.Domain.Throttling;
using Auth.Domain.Users;
using Auth.Infrastructure.Persistence.Sqlite;
using Auth.Infrastructure.Persistence.SqlServer;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Auth.Infrastructure.Persistence;

/// <summary>Registers the configured database.</summary>
internal static class PersistenceServices
{
    public static IServiceCollection AddPersistence(this IServiceCollection services)
    {
        services.AddSingleton<SqliteConnectionSettings>().AddSingleton<SqliteWriterGate>().AddSingleton<SqliteWrites>();
        services.AddDbContextPool<SqliteAuthDbContext>((provider, options) => options
            .UseSqlite(SqliteConnectionString(provider))
            .ConfigureWarnings(KeepQuietAboutRows)
            .AddInterceptors(
                provider.GetRequiredService<SqliteConnectionSettings>(), provider.GetRequiredService<SqliteWrites>()));
        services.AddPooledDbContextFactory<SqlServerAuthDbContext>((provider, options) => options
            .UseSqlServer(
                SqlServerConnectionStrings.ForService(Settings(provider).ConnectionString!), server => server.EnableRetryOnFailure())
            .ConfigureWarnings(KeepQuietAboutRows));
        services.AddScoped<AuthDbContext>(provider => Settings(provider).Provider is DatabaseProvider.SqlServer
            ? provider.GetRequiredService<SqlServerAuthDbContext>()
            : provider.GetRequiredService<SqliteAuthDbContext>());
        services.AddSingleton<IUserLookup>(provider => Settings(provider).Provider is DatabaseProvider.SqlServer
            ? new UserLookup(provider.GetRequiredService<IDbContextFactory<SqlServerAuthDbContext>>())
            : new SqliteUserLookup(SqliteConnectionString(provider), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<IDatabaseFaults>(provider => Settings(provider).Provider is DatabaseProvider.SqlServer
            ? new SqlServerFaults()
            : new SqliteFaults());
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
        provider.GetRequiredService<IOptions<DatabaseOptions>>().Value;

    /// <summary>
    /// Suppresses log events about failed writes. Such failures are handled, and rows must not appear in logs: SQL Server quotes
    /// the existing e-mail address in its errors.
    /// </summary>
    private static void KeepQuietAboutRows(WarningsConfigurationBuilder events) => events.Log(
        (CoreEventId.SaveChangesFailed, LogLevel.Debug),
        (CoreEventId.OptimisticConcurrencyException, LogLevel.Debug),
        (RelationalEventId.CommandError, LogLevel.Debug));

    private static string SqliteConnectionString(IServiceProvider provider) => SqliteConnectionStrings.ForService(
        Settings(provider), provider.GetRequiredService<IHostEnvironment>().ContentRootPath);
}
