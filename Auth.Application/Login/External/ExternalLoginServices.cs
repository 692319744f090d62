using Auth.Application.Login.External;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the external logins.</summary>
internal static class ExternalLoginServices
{
    public static IServiceCollection AddExternalLogins(this IServiceCollection services) => services
        .AddSingleton<ProviderTokenProtector>()
        .AddSingleton<ProfileReader>()
        .AddScoped<LoginStates>()
        .AddScoped<ExternalRegistrar>()
        .AddScoped<ExternalAccounts>()
        .AddScoped<ExternalAuthenticator>()
        .AddScoped<ExternalLoginManager>()
        .AddScoped<ProviderTokenStore>()
        .AddScoped<LoginCodes>();
}
