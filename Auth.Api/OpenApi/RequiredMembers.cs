using Auth.Api.Contracts;
using Auth.Api.Errors;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Auth.Api.OpenApi;

/// <summary>Marks the members that a body must have: those that an empty one is told are missing.</summary>
internal sealed class RequiredMembers : ISchemaFilter
{
    public void Apply(IOpenApiSchema schema, SchemaFilterContext context)
    {
        if (schema is not OpenApiSchema body || !context.Type.IsAssignableTo(typeof(IRequestBody)) || !context.Type.IsClass)
            return;
        var missing = ((IRequestBody)Activator.CreateInstance(context.Type)!).Check()
            .Where(member => member.Problem == FieldProblem.Missing)
            .Select(member => member.Member);
        body.Required = new SortedSet<string>(missing, StringComparer.Ordinal);
        foreach (var name in body.Required)
        {
            if (body.Properties?[name] is OpenApiSchema member)
                member.Type &= ~JsonSchemaType.Null;
        }
    }
}
