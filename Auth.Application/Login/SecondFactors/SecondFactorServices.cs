using Auth.Application.Login.SecondFactors;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the second factors. The order of the kinds is that of lists.</summary>
internal static class SecondFactorServices
{
    public static IServiceCollection AddSecondFactors(this IServiceCollection services) => services
        .AddScoped<TotpFactorKind>()
        .AddScoped<ISecondFactor>(provider => provider.GetRequiredService<TotpFactorKind>())
        .AddScoped<RecoveryCodeKind>()
        .AddScoped<ISecondFactor>(provider => provider.GetRequiredService<RecoveryCodeKind>())
        .AddScoped<SecondFactorVerifier>()
        .AddScoped<SecondFactorChallenges>()
        .AddScoped<SecondFactorGate>()
        .AddScoped<SecondFactorAuthenticator>()
        .AddScoped<TrustedDevices>()
        .AddScoped<TotpSecretRenewal>()
        .AddScoped<RecentLogins>()
        .AddScoped<StepUp>()
        .AddScoped<TotpEnrolment>()
        .AddScoped<SecondFactorRemover>();
}
