using Auth.Api.Controllers;
using Microsoft.AspNetCore.Mvc.ApplicationModels;

namespace Auth.Api.Authentication;

/// <summary>Gives each backend its own routes of <see cref="TokenController"/>, under its path and with its name.</summary>
internal sealed class BackendRoutes(AuthenticationBackends backends) : IApplicationModelConvention
{
    public void Apply(ApplicationModel application)
    {
        var template = application.Controllers.Single(controller => controller.ControllerType == typeof(TokenController));
        var position = application.Controllers.IndexOf(template);
        application.Controllers.RemoveAt(position);
        foreach (var backend in backends.All)
            application.Controllers.Insert(position++, For(backend, template));
    }

    private static ControllerModel For(AuthenticationBackend backend, ControllerModel template)
    {
        var controller = new ControllerModel(template);
        foreach (var selector in controller.Selectors)
            selector.AttributeRouteModel!.Template = backend.Path;
        if (!backend.Transport.CarriesRefreshTokens)
        {
            foreach (var action in controller.Actions.Where(IsOfRefreshTokens).ToList())
                controller.Actions.Remove(action);
        }

        foreach (var selector in controller.Actions.SelectMany(action => action.Selectors))
        {
            selector.AttributeRouteModel!.Name =
                selector.AttributeRouteModel.Name!.Replace(RouteNames.Backend, backend.Name, StringComparison.Ordinal);
            selector.EndpointMetadata.Add(backend);
        }

        return controller;
    }

    private static bool IsOfRefreshTokens(ActionModel action) =>
        action.ActionName is nameof(TokenController.Refresh) or nameof(TokenController.Revoke)
        or nameof(TokenController.Exchange);
}
