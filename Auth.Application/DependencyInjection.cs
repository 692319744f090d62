using Auth.Application;
using Auth.Application.Audit;
using Auth.Application.Backends;
using Auth.Application.Backends.Jwt;
using Auth.Application.Backends.Opaque;
using Auth.Application.Events;
using Auth.Application.Login;
using Auth.Application.Mail;
using Auth.Application.Metrics;
using Auth.Application.Passwords;
using Auth.Application.Registration;
using Auth.Application.Sessions;
using Auth.Application.Users;
using Auth.Application.Users.Fields;
using Auth.Application.Users.Import;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the application services.</summary>
public static class AuthApplicationServiceCollectionExtensions
{
    /// <summary>
    /// Registers the application services. The host binds <see cref="AuthOptions"/>. The infrastructure registers the
    /// repositories, the password hasher and the mail sender.
    /// </summary>
    public static IServiceCollection AddApplication(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddMetrics().AddSingleton<AuthMetrics>();
        services.AddSingleton<JwtCodec>();
        services.AddSingleton<IValidateOptions<JwtOptions>, WeakSecretsValidator>();
        services.AddHostedService<WeakSecretsWarning>();
        services.AddSingleton<PasswordPolicy>();
        services.AddSingleton<UserFields>();
        services.AddSingleton(new TokenStrategyRegistration(
            "Jwt", (provider, backend) => ActivatorUtilities.CreateInstance<JwtStrategy>(provider, backend)));
        services.AddSingleton(new TokenStrategyRegistration(
            "Database", (provider, backend) => ActivatorUtilities.CreateInstance<DatabaseStrategy>(provider, backend)));
        services.AddScoped<Caller>();
        services.AddScoped<AccountEventPublisher>();
        services.AddScoped<IAccountEventListener, AuditListener>();
        services.AddSingleton<IAccountEventListener, MetricsListener>();
        services.AddScoped<IAccountEventListener, MailListener>();
        services.AddSingleton<AuditLog>();
        services.AddSingleton<RecordedWaits>();
        services.AddSingleton<AccountHash>();
        services.AddSingleton<DeviceTokens>();
        services.AddScoped<LoginThrottle>();
        services.AddSingleton<PasswordRehasher>();
        services.AddHostedService(provider => provider.GetRequiredService<PasswordRehasher>());
        services.AddScoped<UserAuthenticator>();
        services.AddScoped<LoginService>();
        services.AddExternalLogins();
        services.AddSecondFactors();
        services.AddPasskeys();
        services.AddMagicLinks();
        services.AddSingleton<RefreshTokenCodec>();
        services.AddScoped<SessionManager>();
        services.AddScoped<SessionRefresher>();
        services.AddScoped<UserRegistrar>();
        services.AddScoped<Inviter>();
        services.AddScoped<InvitedRegistrar>();
        services.AddScoped<IAccountEventListener, InvitationListener>();
        services.AddScoped<UserVerifier>();
        services.AddScoped<ForeignResetFingerprint>();
        services.AddScoped<PasswordResetter>();
        services.AddScoped<EmailRecoverer>();
        services.AddScoped<CurrentPasswordVerifier>();
        services.AddScoped<UserEditor>();
        services.AddScoped<UserExporter>();
        services.AddScoped<UserImporter>();
        services.AddScoped<UserWriter>();
        services.AddScoped<AccessTokenImport>();
        services.AddScoped<ExternalAccountImport>();
        services.AddScoped<UserDirectory>();
        services.AddScoped<AuditTrail>();
        services.AddSingleton<MailSignal>();
        services.AddScoped<MailRequests>();
        services.AddScoped<MailCooldowns>();
        services.AddScoped<MailWriter>();
        services.AddScoped<MailDelivery>();
        services.AddSingleton<MailWorker>();
        services.AddHostedService(provider => provider.GetRequiredService<MailWorker>());
        return services;
    }
}
