using Auth.Application;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ApplicationModels;
using Microsoft.Extensions.Options;

namespace Auth.Api.Controllers;

/// <summary>Removes the routes of features that are not enabled: passkeys and logins by mail.</summary>
internal sealed class OptionalRoutes(AuthOptions options) : IApplicationModelConvention
{
    public void Apply(ApplicationModel application)
    {
        if (options.Passkeys.Enabled is not true)
            Remove(application, typeof(PasskeysController), typeof(PasskeyLoginController));
        if (!options.MagicLink.Enabled)
            Remove(application, typeof(MagicLinkController), typeof(MagicLinkLoginController));
    }

    private static void Remove(ApplicationModel application, params Type[] types)
    {
        // Each backend has a copy.
        foreach (var controller in application.Controllers.Where(controller => types.Contains(controller.ControllerType)).ToList())
            application.Controllers.Remove(controller);
    }
}

/// <summary>Registers <see cref="OptionalRoutes"/>.</summary>
internal static class OptionalRouteServices
{
    public static IServiceCollection AddOptionalRoutes(this IServiceCollection services)
    {
        services.AddOptions<MvcOptions>().Configure<IOptions<AuthOptions>>((mvc, auth) =>
            mvc.Conventions.Add(new OptionalRoutes(auth.Value)));
        return services;
    }
}
