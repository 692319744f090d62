using Auth.Api.Authentication;
using Auth.Api.Controllers;
using Microsoft.Net.Http.Headers;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Auth.Api.OpenApi;

/// <summary>
/// Documents the responses of the backends' logins and logouts: the cookie of a backend with cookies, and the headers that carry the
/// device token of a login.
/// </summary>
internal sealed class BackendResponses : IOperationFilter
{
    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        var type = context.MethodInfo.DeclaringType;
        if (operation.Responses is not { } responses
            || context.ApiDescription.ActionDescriptor.EndpointMetadata.OfType<AuthenticationBackend>().FirstOrDefault()
                is not { } backend)
        {
            return;
        }

        var usesCookie = backend.Transport.IsAddedByBrowsers;
        if (type != typeof(TokenController))
        {
            if (usesCookie && type is { } login && IsOtherLogin(login, context.MethodInfo.Name) && responses.Remove("200"))
                responses["204"] = new OpenApiResponse { Description = "The access token is in the cookie." };
            return;
        }

        var setsCookie = context.MethodInfo.Name
            is nameof(TokenController.Login) or nameof(TokenController.SecondFactor) or nameof(TokenController.StepUp);
        if (setsCookie && usesCookie && responses.Remove("200"))
            responses["204"] = new OpenApiResponse { Description = "The access token is in the cookie." };
        if (context.MethodInfo.Name is nameof(TokenController.Login) or nameof(TokenController.SecondFactor))
        {
            AddDeviceToken(operation, (OpenApiResponse)responses[usesCookie ? "204" : "200"], usesCookie);
        }
        else if (usesCookie && !setsCookie && responses["204"] is OpenApiResponse logout)
        {
            logout.Headers = new Dictionary<string, IOpenApiHeader> { [HeaderNames.SetCookie] = Header("The cookie without a value.") };
        }
    }

    private static bool IsOtherLogin(Type controller, string action) =>
        (controller == typeof(PasskeyLoginController) && action == nameof(PasskeyLoginController.Login))
        || controller == typeof(MagicLinkLoginController);

    private static void AddDeviceToken(OpenApiOperation operation, OpenApiResponse success, bool usesCookie)
    {
        (operation.Parameters ??= []).Add(new OpenApiParameter
        {
            Name = DeviceCookie.Header,
            In = ParameterLocation.Header,
            Description = $"The device token of an earlier login, for clients without the cookie `{DeviceCookie.Name}`.",
            Schema = new OpenApiSchema { Type = JsonSchemaType.String },
        });
        success.Headers = new Dictionary<string, IOpenApiHeader>
        {
            [DeviceCookie.Header] = Header("A new device token. Absent when the client holds one that is valid for long enough."),
            [HeaderNames.SetCookie] = Header(usesCookie
                ? $"The access token in the cookie of this backend, and the device token in the cookie `{DeviceCookie.Name}`."
                : $"The same device token in the cookie `{DeviceCookie.Name}`."),
        };
    }

    private static OpenApiHeader Header(string description) =>
        new() { Description = description, Schema = new OpenApiSchema { Type = JsonSchemaType.String } };
}
