using Auth.Application;
using Microsoft.Extensions.Options;

namespace Auth.Api.Hosting;

/// <summary>Binds <see cref="AuthOptions"/> to the configuration.</summary>
internal static class AuthConfiguration
{
    /// <summary>
    /// Binds the section <c>Auth</c>, reads secret files and applies the defaults of the environment. The settings are validated
    /// before the service starts. An unknown setting is rejected, because it is most likely misspelt.
    /// </summary>
    public static IServiceCollection AddAuthOptions(this IServiceCollection services)
    {
        services.AddOptions<AuthOptions>()
            .BindConfiguration(AuthOptions.SectionName, binder => binder.ErrorOnUnknownConfiguration = true)
            .ValidateOnStart();
        services.AddSingleton<IPostConfigureOptions<AuthOptions>, SecretFiles>();
        services.AddSingleton<IPostConfigureOptions<AuthOptions>, DevelopmentDefaults>();
        return services;
    }
}
