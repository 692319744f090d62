using Auth.Application;
using Auth.Application.Backends.Jwt;
using Auth.Infrastructure.Housekeeping;
using Auth.Infrastructure.Persistence;
using Microsoft.Extensions.Options;

namespace Auth.Api.Hosting;

/// <summary>Binds <see cref="AuthApiOptions"/> to the configuration.</summary>
internal static class AuthConfiguration
{
    /// <summary>
    /// Binds the section <c>Auth</c>, reads secret files and applies the defaults of the environment. The settings are validated
    /// before the service starts. An unknown setting is rejected, because it is most likely misspelt.
    /// </summary>
    public static IServiceCollection AddAuthOptions(this IServiceCollection services)
    {
        services.AddOptions<AuthApiOptions>()
            .BindConfiguration(AuthOptions.SectionName, binder => binder.ErrorOnUnknownConfiguration = true)
            .PostConfigure(AddDefaultBackend)
            .PostConfigure(options => options.Passkeys.ApplyDefaults(options.PublicUrl))
            .ValidateOnStart();
        services.AddSingleton<IPostConfigureOptions<AuthApiOptions>, SecretFiles>();
        services.AddSingleton<IPostConfigureOptions<AuthApiOptions>, DevelopmentDefaults>();
        services.AddSingleton<IValidateOptions<AuthApiOptions>, AuthOptionsValidator>();
        services.AddSingleton<IValidateOptions<AuthApiOptions>>(provider =>
            new PartValidator<DatabaseOptions>(provider.GetServices<IValidateOptions<DatabaseOptions>>(), all => all.Database));
        services.AddSingleton<IValidateOptions<AuthApiOptions>>(provider =>
            new PartValidator<JwtOptions>(provider.GetServices<IValidateOptions<JwtOptions>>(), all => all.Jwt));

        // The inner layers receive their part of the same instance.
        services.AddSingleton<IOptions<AuthOptions>>(Settings);
        services.AddSingleton<IOptions<DatabaseOptions>>(provider => new Part<DatabaseOptions>(Settings(provider), all => all.Database));
        services.AddSingleton<IOptions<HousekeepingOptions>>(provider =>
            new Part<HousekeepingOptions>(Settings(provider), all => all.Housekeeping));
        return services;
    }

    private static void AddDefaultBackend(AuthApiOptions options)
    {
        if (options.Backends.Count == 0)
            options.Backends.Add(new() { Name = options.AuthBackendName, Path = options.Routes.DefaultBackend });
    }

    private static IOptions<AuthApiOptions> Settings(IServiceProvider provider) =>
        provider.GetRequiredService<IOptions<AuthApiOptions>>();

    /// <summary>A part of the settings, which are created and validated on first use.</summary>
    private sealed class Part<T>(IOptions<AuthApiOptions> settings, Func<AuthApiOptions, T> select) : IOptions<T>
        where T : class
    {
        public T Value => select(settings.Value);
    }

    /// <summary>Rejects settings that the inner layers do not accept, such as those that the configured database requires.</summary>
    private sealed class PartValidator<T>(IEnumerable<IValidateOptions<T>> validators, Func<AuthApiOptions, T> select)
        : IValidateOptions<AuthApiOptions>
        where T : class
    {
        public ValidateOptionsResult Validate(string? name, AuthApiOptions options) =>
            validators.Select(validator => validator.Validate(name, select(options))).FirstOrDefault(result => result.Failed)
            ?? ValidateOptionsResult.Skip;
    }
}
