using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Auth.Api.Contracts;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Auth.Api.OpenApi;

/// <summary>
/// Says which members a body must have, and which may be null: of a request, by asking the very check that it goes through.
/// </summary>
internal sealed class ContractSchemas : ISchemaFilter
{
    public void Apply(IOpenApiSchema schema, SchemaFilterContext context)
    {
        if (schema is not OpenApiSchema { Properties: { } members } body || context.Type.Namespace != typeof(UserRead).Namespace)
            return;

        // What is not known is ignored.
        body.AdditionalPropertiesAllowed = true;
        if (!context.Type.IsAssignableTo(typeof(IRequestBody)))
        {
            body.Required = members.Keys.Except(LeftOut(context.Type)).ToHashSet();
            return;
        }

        var whenAbsent = ProblemsOf(context.Type, []);
        var whenNull = ProblemsOf(context.Type, members.Keys.ToDictionary(name => name, JsonNode? (_) => null));
        body.Required = whenAbsent;
        foreach (var (name, member) in members)
        {
            if (member is OpenApiSchema typed && !whenNull.Contains(name))
                typed.Type |= JsonSchemaType.Null;
        }
    }

    /// <summary>The members that are not written where they are null.</summary>
    private static IEnumerable<string> LeftOut(Type type) => type.GetProperties()
        .Where(property => property.IsDefined(typeof(JsonIgnoreAttribute)))
        .Select(property => JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name));

    private static HashSet<string> ProblemsOf(Type type, Dictionary<string, JsonNode?> members)
    {
        var body = (IRequestBody)new JsonObject(members).Deserialize(type, ApiJson.Default)!;
        return body.Check().Where(member => member.Problem is not null).Select(member => member.Member).ToHashSet();
    }
}
