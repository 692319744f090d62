using Auth.Application;
using Auth.Application.Audit;
using Auth.Application.Background;
using Auth.Application.Email;
using Auth.Application.Passwords;
using Auth.Application.Sessions;
using Auth.Application.Telemetry;
using Auth.Application.Throttling;
using Auth.Application.Tokens;
using Auth.Application.Users;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the use cases.</summary>
public static class AuthApplicationServiceCollectionExtensions
{
    /// <summary>
    /// Adds the use cases. <see cref="AuthOptions"/> has to be bound by the host; the repositories, the password hasher and
    /// the mail sender come from the infrastructure.
    /// </summary>
    public static IServiceCollection AddApplication(this IServiceCollection services)
    {
        services.AddSingleton<IValidateOptions<AuthOptions>, AuthOptionsValidator>();
        services.TryAddSingleton(TimeProvider.System);
        services.AddMetrics().AddSingleton<AuthMetrics>();
        services.AddSingleton<IUserEvents, UserEventCounter>();
        services.AddSingleton<JwtCodec>();
        services.AddSingleton<PasswordPolicy>();
        services.AddWorkQueue<TokenRequest, TokenRequestHandler>();
        services.AddSingleton<ITokenStrategy, JwtStrategy>();
        services.AddScoped<UserEventPublisher>();

        // Told first: what others do with an event, mail it for instance, may take its time or fail.
        services.AddScoped<IUserEvents, AuditListener>();
        services.AddSingleton<AuditLog>();
        services.AddSingleton<RecordedWaits>();
        services.TryAddScoped(_ => new CurrentCaller(() => Caller.Unknown));
        services.AddScoped<IUserEvents, TokenMailer>();
        services.AddWorkQueue<EmailMessage, NoticeHandler>();
        services.AddScoped<IUserEvents, ChangeNotifier>();
        services.AddSingleton<AccountHash>();
        services.AddSingleton<DeviceTokens>();
        services.AddScoped<LoginThrottle>();
        services.AddScoped<UserAuthenticator>();
        services.AddSingleton<RefreshTokenCodec>();
        services.AddScoped<SessionManager>();
        services.AddScoped<UserRegistrar>();
        services.AddScoped<UserVerifier>();
        services.AddScoped<PasswordResetter>();
        services.AddScoped<UserEditor>();
        return services;
    }

    private static void AddWorkQueue<T, THandler>(this IServiceCollection services)
        where THandler : class, IWorkHandler<T>
    {
        services.AddSingleton<IWorkHandler<T>, THandler>();
        services.AddSingleton<WorkQueue<T>>();
        services.AddHostedService(provider => provider.GetRequiredService<WorkQueue<T>>());
    }
}
