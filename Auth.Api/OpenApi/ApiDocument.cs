using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using Auth.Api.Authentication;
using Auth.Api.Binding;
using Auth.Api.Contracts;
using Auth.Api.Edge;
using Auth.Api.Hosting;
using Auth.Domain.Users;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.Extensions.Options;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Auth.Api.OpenApi;

/// <summary>The OpenAPI document and its Swagger UI page.</summary>
internal static partial class ApiDocument
{
    private const string Page = "swagger";

    public static IServiceCollection AddOpenApiDocument(this IServiceCollection services)
    {
        services.AddOptions<SwaggerGenOptions>().Configure<AuthenticationBackends, IOptions<AuthApiOptions>>(
            (swagger, backends, settings) => SetUp(swagger, backends, settings.Value.OpenApi));
        return services.AddSwaggerGen();
    }

    /// <summary>
    /// Serves the document and its page when <c>Auth:Swagger:Enabled</c> is on, and redirects <c>/</c> to the page.
    /// </summary>
    public static void UseOpenApiDocument(this WebApplication app)
    {
        if (app.Services.GetRequiredService<IOptions<AuthApiOptions>>().Value.Swagger.Enabled is not true)
            return;
        app.UsePageHeaders("/" + Page);
        app.UseSwagger(document => document.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1);
        app.UseSwaggerUI(page =>
        {
            page.RoutePrefix = Page;
            page.DocumentTitle = "Auth";
            page.DisplayOperationId();
        });
        app.MapGet("/", () => Results.Redirect("/" + Page)).ExcludeFromDescription();
    }

    private static void SetUp(SwaggerGenOptions swagger, AuthenticationBackends backends, AuthOpenApiOptions settings)
    {
        swagger.SwaggerDoc("v1", new OpenApiInfo
        {
            Title = "Auth",
            Version = "v1",
            Description = "A login and user service. Authorize with an e-mail address and a password. "
                + "Every error response has a body `{\"detail\": …}`.",
        });
        swagger.AddServer(new OpenApiServer { Url = "/", Description = "The service that serves this document." });

        // The name of the schema, from which clients generate types, remains.
        swagger.CustomSchemaIds(type => type == typeof(ResetRequest) ? "ResetPasswordRequest" : type.Name);
        swagger.CustomOperationIds(action => settings.OperationIds is OperationIds.FastApi
            ? FastApiId(action)
            : NameOf(action));
        swagger.SupportNonNullableReferenceTypes();
        swagger.IncludeXmlComments(Assembly.GetExecutingAssembly(), includeControllerXmlComments: true);
        foreach (var backend in backends.All)
            swagger.AddSecurityDefinition(backend.SecurityScheme, backend.Transport.ToSecurityScheme(backend.Path));
        swagger.MapType<Member<string>>(() => new OpenApiSchema { Type = JsonSchemaType.String });
        swagger.MapType<Member<bool>>(() => new OpenApiSchema { Type = JsonSchemaType.Boolean });
        swagger.MapType<Member<JsonElement>>(() => new OpenApiSchema { Type = JsonSchemaType.Object });
        swagger.MapType<JsonElement>(() => new OpenApiSchema { Type = JsonSchemaType.Object });
        swagger.MapType<Member<EmailAddress>>(() => new OpenApiSchema { Type = JsonSchemaType.String, Format = "email" });
        swagger.DocumentFilter<Descriptions>();
        swagger.ParameterFilter<Descriptions>();
        swagger.SchemaFilter<ContractSchemas>();
        swagger.SchemaFilter<UserFieldSchemas>();
        swagger.OperationFilter<ContractBodies>();
        swagger.OperationFilter<BackendResponses>();
        swagger.OperationFilter<DocumentedErrors>();
    }

    private static string? NameOf(ApiDescription action) =>
        action.ActionDescriptor.EndpointMetadata.OfType<OperationName>().FirstOrDefault()?.Value
        ?? action.ActionDescriptor.AttributeRouteInfo?.Name;

    /// <summary>Returns the id that FastAPI generates: the route name, the path and the method.</summary>
    private static string FastApiId(ApiDescription action) => NotWord().Replace(
        $"{NameOf(action)}/{action.RelativePath}_{action.HttpMethod?.ToLowerInvariant()}", "_");

    [GeneratedRegex(@"\W")]
    private static partial Regex NotWord();
}

/// <summary>The OpenAPI document: <c>Auth:OpenApi</c>.</summary>
internal sealed class AuthOpenApiOptions
{
    /// <summary>The form of the operation ids, from which generators derive the names of a client's functions.</summary>
    public OperationIds OperationIds { get; set; }
}

/// <summary>A form of operation ids.</summary>
internal enum OperationIds
{
    /// <summary>The route name: <c>auth:Bearer-jwt.login</c>.</summary>
    RouteName,

    /// <summary>The ids of FastAPI: <c>auth_Bearer_jwt_login_api_token_login_post</c>.</summary>
    FastApi,
}

/// <summary>The API documentation in the browser: <c>Auth:Swagger</c>.</summary>
internal sealed class ApiDocumentOptions
{
    /// <summary>Whether to serve <c>/swagger</c>. The default is true in Development and false elsewhere.</summary>
    public bool? Enabled { get; set; }
}
