using Auth.Api.Controllers;
using Auth.Application.Login.External;
using Microsoft.AspNetCore.Mvc.ApplicationModels;

namespace Auth.Api.Authentication;

/// <summary>
/// Gives each mount of an external provider its own routes of <see cref="ExternalLoginController"/> or
/// <see cref="ExternalAssociationController"/>, under its path and with its name.
/// </summary>
internal sealed class ExternalRoutes(ExternalMounts mounts) : IApplicationModelConvention
{
    public void Apply(ApplicationModel application)
    {
        Replace(application, typeof(ExternalLoginController), mounts.Logins);
        Replace(application, typeof(ExternalAssociationController), mounts.Associations);
    }

    private static void Replace(ApplicationModel application, Type controller, IReadOnlyList<ExternalMount> mounts)
    {
        var names = new HashSet<string>();
        application.Replace(controller, mounts, mount => mount.Path, (copy, mount) =>
        {
            if (mount.Provider.Settings.ResponseMode is not ResponseMode.FormPost)
                copy.RemoveActions(action => action.ActionName == ExternalLoginController.PostedCallback);
            foreach (var selector in copy.Actions.SelectMany(action => action.Selectors))
                Describe(selector, mount, names);
        });
    }

    private static void Describe(SelectorModel selector, ExternalMount mount, HashSet<string> names)
    {
        var route = selector.AttributeRouteModel!;
        var name = route.Name!.Replace(RouteNames.Provider, mount.Provider.Name, StringComparison.Ordinal)
            .Replace(RouteNames.Backend, mount.Backend?.Name, StringComparison.Ordinal);

        // Two mounts of a provider with one backend have the same names in fastapi-users. ASP.NET Core requires different ones.
        route.Name = names.Add(name) ? name : $"{name}:{mount.Path}";
        selector.EndpointMetadata.Add(new OperationName(name));
        selector.EndpointMetadata.Add(mount);
    }
}
