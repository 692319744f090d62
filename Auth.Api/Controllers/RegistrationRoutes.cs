using Auth.Application;
using Auth.Application.Registration;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ApplicationModels;
using Microsoft.Extensions.Options;

namespace Auth.Api.Controllers;

/// <summary>Removes the routes that do not exist in the configured <see cref="RegistrationMode"/>.</summary>
internal sealed class RegistrationRoutes(RegistrationMode mode) : IApplicationModelConvention
{
    public void Apply(ApplicationModel application)
    {
        if (mode is not RegistrationMode.Invite)
            application.Controllers.Remove(Find(application, typeof(InvitationsController)));
        if (mode is RegistrationMode.Open)
            return;
        var actions = Find(application, typeof(AccountController)).Actions;
        actions.Remove(actions.Single(action => action.ActionName == nameof(AccountController.Register)));
    }

    private static ControllerModel Find(ApplicationModel application, Type type) =>
        application.Controllers.Single(controller => controller.ControllerType == type);
}

/// <summary>Registers <see cref="RegistrationRoutes"/>.</summary>
internal static class RegistrationServices
{
    public static IServiceCollection AddRegistrationRoutes(this IServiceCollection services)
    {
        services.AddOptions<MvcOptions>().Configure<IOptions<AuthOptions>>((mvc, auth) =>
            mvc.Conventions.Add(new RegistrationRoutes(auth.Value.Registration.Mode)));
        return services;
    }
}
