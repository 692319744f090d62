using Auth.Application.Login.SecondFactors;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the second factors. The order of the kinds is that of lists.</summary>
internal static class SecondFactorServices
{
    public static IServiceCollection AddSecondFactors(this IServiceCollection services) => services
        .AddScoped<ISecondFactor, TotpFactorKind>()
        .AddScoped<ISecondFactor, RecoveryCodeKind>()
        .AddScoped<SecondFactorVerifier>()
        .AddScoped<SecondFactorChallenges>()
        .AddScoped<SecondFactorGate>()
        .AddScoped<SecondFactorAuthenticator>()
        .AddScoped<TrustedDevices>();
}
