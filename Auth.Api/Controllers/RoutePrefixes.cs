using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc.ApplicationModels;

namespace Auth.Api.Controllers;

/// <summary>
/// Moves the routes whose paths are configured. A route belongs to the router of fastapi-users with which its name begins:
/// <c>verify:request-token</c> belongs to <see cref="AuthRouteOptions.Verify"/>.
/// </summary>
internal sealed class RoutePrefixes(AuthRouteOptions routes) : IApplicationModelConvention
{
    private const string Accounts = "api/auth", Users = "api/users";

    public void Apply(ApplicationModel application)
    {
        foreach (var controller in application.Controllers)
        {
            var path = controller.Selectors.Single().AttributeRouteModel;
            foreach (var route in controller.Actions.SelectMany(action => action.Selectors).Select(action => action.AttributeRouteModel!))
            {
                var template = AttributeRouteModel.CombineTemplates(path?.Template, route.Template)!;

                // A leading slash replaces the path of the controller.
                if (PathsOf(route.Name!) is var (declared, configured) && template.StartsWith(declared, StringComparison.Ordinal))
                    route.Template = $"/{configured}{template[declared.Length..]}";
            }
        }
    }

    /// <summary>Returns the path in the attributes of the controllers, and the configured path; null where none is configured.</summary>
    private (string Declared, string Configured)? PathsOf(string name) => name[..name.IndexOf(':', StringComparison.Ordinal)] switch
    {
        "register" when routes.Effective.Register is { } path => (Accounts, path),
        "verify" when routes.Effective.Verify is { } path => (Accounts, path),
        "reset" when routes.Effective.Reset is { } path => (Accounts, path),
        "users" when routes.Effective.Users is { } path => (Users, path),
        _ => null,
    };
}

/// <summary>The paths of the routes: <c>Auth:Routes</c>.</summary>
public sealed class AuthRouteOptions
{
    private const string Path = @"[\w.~-]+(/[\w.~-]+)*";
    private const string Message = "{0} must be a path such as api/auth.";

    /// <summary>The paths that apply where no other is configured.</summary>
    public RoutePreset Preset { get; set; }

    /// <summary>The path of the registration: <c>register</c> is under it.</summary>
    [RegularExpression(Path, ErrorMessage = Message)] public string? Register { get; set; }

    /// <summary>The path of the e-mail verification: <c>request-verify-token</c> and <c>verify</c> are under it.</summary>
    [RegularExpression(Path, ErrorMessage = Message)] public string? Verify { get; set; }

    /// <summary>
    /// The path of <c>forgot-password</c>, <c>reset-password</c>, <c>recover-email</c> and <c>magic-link</c>.
    /// </summary>
    [RegularExpression(Path, ErrorMessage = Message)] public string? Reset { get; set; }

    /// <summary>The path of the users and their sessions.</summary>
    [RegularExpression(Path, ErrorMessage = Message)] public string? Users { get; set; }

    /// <summary>The path of the default backend.</summary>
    internal string DefaultBackend => Preset is RoutePreset.FastApiUsersDocs ? "auth/jwt" : "api/token";

    /// <summary>The configured paths, and those of the preset where none is configured. Null stands for the default.</summary>
    internal (string? Register, string? Verify, string? Reset, string? Users) Effective => Preset is RoutePreset.FastApiUsersDocs
        ? (Register ?? "auth", Verify ?? "auth", Reset ?? "auth", Users ?? "users")
        : (Register, Verify, Reset, Users);
}

/// <summary>A set of paths.</summary>
public enum RoutePreset
{
    /// <summary><c>api/token</c>, <c>api/auth</c> and <c>api/users</c>.</summary>
    Default,

    /// <summary>The paths in the documentation of fastapi-users: <c>auth/jwt</c>, <c>auth</c> and <c>users</c>.</summary>
    FastApiUsersDocs,
}
