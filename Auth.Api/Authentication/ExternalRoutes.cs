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
        var template = application.Controllers.Single(model => model.ControllerType == controller);
        var position = application.Controllers.IndexOf(template);
        application.Controllers.RemoveAt(position);
        var names = new HashSet<string>();
        foreach (var mount in mounts)
            application.Controllers.Insert(position++, For(mount, template, names));
    }

    private static ControllerModel For(ExternalMount mount, ControllerModel template, HashSet<string> names)
    {
        var controller = new ControllerModel(template);
        foreach (var selector in controller.Selectors)
            selector.AttributeRouteModel!.Template = mount.Path;
        if (mount.Provider.Settings.ResponseMode is not ResponseMode.FormPost)
        {
            foreach (var action in controller.Actions.Where(action => action.ActionName == ExternalLoginController.PostedCallback).ToList())
                controller.Actions.Remove(action);
        }

        foreach (var action in controller.Actions)
        {
            foreach (var selector in action.Selectors)
                Describe(selector, mount, names);
        }

        return controller;
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
