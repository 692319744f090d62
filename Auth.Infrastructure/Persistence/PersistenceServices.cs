using Auth.Application;
using Auth.Application.Backends.Opaque;
using Auth.Domain.Audit;
using Auth.Domain.Credentials;
using Auth.Domain.Mail;
using Auth.Domain.Registration;
using Auth.Domain.Sessions;
using Auth.Domain.Throttling;
using Auth.Domain.Users;
using Auth.Infrastructure.Persistence.PostgreSql;
using Auth.Infrastructure.Persistence.Sqlite;
using Auth.Infrastructure.Persistence.SqlServer;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Auth.Infrastructure.Persistence;

/// <summary>Registers the databases, and the repositories on the configured one.</summary>
internal static class PersistenceServices
{
    public static IServiceCollection AddPersistence(this IServiceCollection services) => services
        .AddDatabase<SqliteProvider, SqliteAuthDbContext>(DatabaseProvider.Sqlite)
        .AddDatabase<PostgreSqlProvider, PostgreSqlAuthDbContext>(DatabaseProvider.PostgreSql)
        .AddDatabase<SqlServerProvider, SqlServerAuthDbContext>(DatabaseProvider.SqlServer)
        .AddSingleton<IValidateOptions<DatabaseOptions>, DatabaseOptionsValidator>()
        .AddSingleton(Configured<IDatabaseEngine>)
        .AddSingleton(provider => Configured<IDatabaseEngine>(provider).CreateUserLookup(provider))
        .AddScoped(provider => Configured<Func<AuthDbContext>>(provider)())
        .AddSingleton<IPlainTokenTable, PlainTokenTable>()
        .AddScoped<IUserRepository, UserRepository>()
        .AddScoped<ISessionRepository, SessionRepository>()
        .AddScoped<ILoginBudgetRepository, LoginBudgetRepository>()
        .AddScoped<IAuditRepository, AuditRepository>()
        .AddScoped<IMailOutbox, MailOutbox>()
        .AddScoped<IExternalLoginRepository, ExternalLoginRepository>()
        .AddScoped<ILoginFlowRepository, LoginFlowRepository>()
        .AddScoped<IPasskeyRepository, PasskeyRepository>()
        .AddScoped<IMagicLinkRepository, MagicLinkRepository>()
        .AddScoped<ITotpRepository, TotpRepository>()
        .AddScoped<IRecoveryCodeRepository, RecoveryCodeRepository>()
        .AddScoped<ITrustedDeviceRepository, TrustedDeviceRepository>()
        .AddScoped<IInvitationRepository, InvitationRepository>()
        .AddScoped<IUnitOfWork, UnitOfWork>()
        .AddScoped<DatabaseSchema>();

    private static IServiceCollection AddDatabase<TProvider, TContext>(this IServiceCollection services, DatabaseProvider key)
        where TProvider : class, IDatabaseEngine
        where TContext : AuthDbContext => services
        .AddPooledDbContextFactory<TContext>((provider, options) =>
        {
            provider.GetRequiredKeyedService<IDatabaseEngine>(key).Configure(options);
            options.ConfigureWarnings(KeepQuietAboutRows);
        })
        .AddKeyedSingleton<IDatabaseEngine, TProvider>(key)
        .AddKeyedSingleton<Func<AuthDbContext>>(
            key, (provider, _) => provider.GetRequiredService<IDbContextFactory<TContext>>().CreateDbContext);

    private static T Configured<T>(IServiceProvider provider)
        where T : notnull =>
        provider.GetRequiredKeyedService<T>(provider.GetRequiredService<IOptions<DatabaseOptions>>().Value.Provider);

    /// <summary>
    /// Suppresses log events about failed writes. Such failures are handled, and rows must not appear in logs: SQL Server quotes
    /// the existing e-mail address in its errors.
    /// </summary>
    private static void KeepQuietAboutRows(WarningsConfigurationBuilder events) => events.Log(
        (CoreEventId.SaveChangesFailed, LogLevel.Debug),
        (CoreEventId.OptimisticConcurrencyException, LogLevel.Debug),
        (RelationalEventId.CommandError, LogLevel.Debug));

    /// <summary>Rejects settings that the configured provider does not accept.</summary>
    private sealed class DatabaseOptionsValidator(IServiceProvider services) : IValidateOptions<DatabaseOptions>
    {
        public ValidateOptionsResult Validate(string? name, DatabaseOptions options)
        {
            try
            {
                var provider = services.GetKeyedService<IDatabaseEngine>(options.Provider);
                return provider?.Validate(options) is { } failure
                    ? ValidateOptionsResult.Fail(failure)
                    : ValidateOptionsResult.Success;
            }
            catch (Exception exception) when (exception is ArgumentException or FormatException or OverflowException)
            {
                // The message of the exception may quote a part of the password.
                return ValidateOptionsResult.Fail(
                    $"Auth:Database:ConnectionString is not a valid connection string for {options.Provider}.");
            }
        }
    }
}
