using Auth.Application.Login.MagicLinks;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the logins by mail.</summary>
internal static class MagicLinkServices
{
    public static IServiceCollection AddMagicLinks(this IServiceCollection services) => services
        .AddSingleton<MagicLinkSecrets>()
        .AddScoped<MagicLinkMails>()
        .AddScoped<MagicLinkAuthenticator>();
}
