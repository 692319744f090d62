using Auth.Api.Authentication;
using Auth.Api.Controllers;
using Microsoft.Net.Http.Headers;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Auth.Api.OpenApi;

/// <summary>Documents the headers that carry the device token of a login.</summary>
internal sealed class DeviceTokenHeaders : IOperationFilter
{
    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        if (context.MethodInfo.DeclaringType != typeof(TokenController)
            || context.MethodInfo.Name != nameof(TokenController.Login)
            || operation.Responses?["200"] is not OpenApiResponse success)
        {
            return;
        }

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
            [HeaderNames.SetCookie] = Header($"The same device token in the cookie `{DeviceCookie.Name}`."),
        };
    }

    private static OpenApiHeader Header(string description) =>
        new() { Description = description, Schema = new OpenApiSchema { Type = JsonSchemaType.String } };
}
