using Auth.Api.Controllers;
using Microsoft.AspNetCore.Mvc.ApplicationModels;

namespace Auth.Api.Authentication;

/// <summary>
/// Gives each backend its own routes of <see cref="TokenController"/> and of the other logins, under its path and with its name.
/// </summary>
internal sealed class BackendRoutes(AuthenticationBackends backends) : IApplicationModelConvention
{
    public void Apply(ApplicationModel application)
    {
        application.Replace(typeof(TokenController), backends.All, backend => backend.Path, Adapt);
        application.Replace(typeof(PasskeyLoginController), backends.All, backend => $"{backend.Path}/passkey", Adapt);
        application.Replace(typeof(MagicLinkLoginController), backends.All, backend => $"{backend.Path}/magic-link", Adapt);
    }

    private static void Adapt(ControllerModel controller, AuthenticationBackend backend)
    {
        if (!backend.Transport.CarriesRefreshTokens)
            controller.RemoveActions(IsOfRefreshTokens);
        foreach (var selector in controller.Actions.SelectMany(action => action.Selectors))
        {
            selector.AttributeRouteModel!.Name =
                selector.AttributeRouteModel.Name!.Replace(RouteNames.Backend, backend.Name, StringComparison.Ordinal);
            selector.EndpointMetadata.Add(backend);
        }
    }

    private static bool IsOfRefreshTokens(ActionModel action) =>
        action.ActionName is nameof(TokenController.Refresh) or nameof(TokenController.Revoke)
        or nameof(TokenController.Exchange);
}
