using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Auth.Api.OpenApi;

/// <summary>Documents the allowed values of a member.</summary>
internal sealed class AllowedValues : ISchemaFilter
{
    public void Apply(IOpenApiSchema schema, SchemaFilterContext context)
    {
        if (schema is OpenApiSchema member && context.MemberInfo?.GetCustomAttribute<AllowedValuesAttribute>() is { } allowed)
            member.Enum = [.. allowed.Values.OfType<string>().Select(value => JsonValue.Create(value))];
    }
}
