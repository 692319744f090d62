using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Auth.Api.Binding;
using Auth.Api.Contracts;
using Auth.Api.Errors;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Auth.Api.OpenApi;

/// <summary>
/// Documents the allowed values of members, and which members of bodies are required and nullable. For a request body, the
/// validation of the request determines this.
/// </summary>
internal sealed class ContractSchemas : ISchemaFilter
{
    public void Apply(IOpenApiSchema schema, SchemaFilterContext context)
    {
        if (schema is OpenApiSchema value && context.MemberInfo?.GetCustomAttribute<AllowedValuesAttribute>() is { } allowed)
            value.Enum = [.. allowed.Values.OfType<string>().Select(text => JsonValue.Create(text))];
        if (schema is not OpenApiSchema { Properties: { } members } body || context.Type.Assembly != typeof(UserRead).Assembly)
            return;

        // Unknown members are ignored.
        body.AdditionalPropertiesAllowed = true;
        if (context.Type.IsAssignableTo(typeof(IRequestBody)))
            DescribeRequest(body, members, context.Type);
        else
            DescribeResponse(body, members, context.Type);
    }

    private static void DescribeRequest(OpenApiSchema body, IDictionary<string, IOpenApiSchema> members, Type type)
    {
        var whenAbsent = ProblemsOf(type, []);
        var whenNull = ProblemsOf(type, members.Keys.ToDictionary(name => name, JsonNode? (_) => null));
        body.Required = whenAbsent;
        foreach (var (name, member) in members)
        {
            if (member is OpenApiSchema typed && !whenNull.Contains(name))
                typed.Type |= JsonSchemaType.Null;
        }
    }

    /// <summary>Marks all members of a response as required, except those that are omitted when null.</summary>
    private static void DescribeResponse(OpenApiSchema body, IDictionary<string, IOpenApiSchema> members, Type type)
    {
        var leftOut = type.GetProperties().Where(IsLeftOutWhenNull)
            .Select(property => JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name)).ToHashSet();
        body.Required = members.Keys.Except(leftOut).ToHashSet();
        foreach (var (name, member) in members)
        {
            if (member is not OpenApiSchema typed)
                continue;
            typed.ReadOnly = false;
            if (leftOut.Contains(name))
                typed.Type &= ~JsonSchemaType.Null;
        }

        if (type == typeof(FieldError) && members["loc"] is OpenApiSchema place)
            place.Items = new OpenApiSchema { Type = JsonSchemaType.String | JsonSchemaType.Integer };
    }

    private static bool IsLeftOutWhenNull(PropertyInfo property) =>
        property.GetCustomAttribute<JsonIgnoreAttribute>() is { Condition: JsonIgnoreCondition.WhenWritingNull };

    private static HashSet<string> ProblemsOf(Type type, Dictionary<string, JsonNode?> members)
    {
        var body = (IRequestBody)new JsonObject(members).Deserialize(type, ApiJson.Default)!;
        return body.Check().Where(member => member.Problem is not null).Select(member => member.Member).ToHashSet();
    }
}
