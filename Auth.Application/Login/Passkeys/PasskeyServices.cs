using Auth.Application.Events;
using Auth.Application.Login;
using Auth.Application.Login.Passkeys;
using Auth.Application.Login.SecondFactors;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the passkeys.</summary>
internal static class PasskeyServices
{
    public static IServiceCollection AddPasskeys(this IServiceCollection services) => services
        .AddSingleton<PasskeyChallenges>()
        .AddSingleton<PasskeyCeremonies>()
        .AddScoped<PasskeyVerifier>()
        .AddScoped<PasskeyAuthenticator>()
        .AddScoped<PasskeyRegistrar>()
        .AddScoped<PasskeyManager>()
        .AddScoped<UserCredentials>()
        .AddScoped<ISecondFactor, PasskeyFactorKind>()
        .AddScoped<IAccountEventListener, PasskeyListener>();
}
