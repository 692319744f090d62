using Auth.Application;
using Microsoft.Extensions.Options;

namespace Auth.Api.Configuration;

/// <summary>Binds <see cref="AuthOptions"/> to the configuration.</summary>
internal static class AuthConfiguration
{
    /// <summary>
    /// Reads the section <c>Auth</c>, fills in what files and the environment say, and has it all validated before the service
    /// starts. A setting that there is not is refused: it is most likely one that is misspelt.
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
