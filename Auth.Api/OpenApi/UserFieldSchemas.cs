using System.Text.Json.Nodes;
using Auth.Api.Binding;
using Auth.Api.Contracts;
using Auth.Api.Errors;
using Auth.Application.Users.Fields;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Auth.Api.OpenApi;

/// <summary>Documents the user fields in the bodies of users. A request lists the fields that its sender can write.</summary>
internal sealed class UserFieldSchemas(UserFields fields) : ISchemaFilter
{
    public void Apply(IOpenApiSchema schema, SchemaFilterContext context)
    {
        if (schema is not OpenApiSchema { Properties: { } members } body)
            return;
        if (context.Type == typeof(FieldError) && fields.All.Count == 0)
            members.Remove("ctx");
        if (context.Type == typeof(UserRead))
            DescribeResponse(body, members);
        if (!context.Type.IsAssignableTo(typeof(IUserFieldsBody)))
            return;
        var isBySuperuser = context.Type == typeof(UserAdminUpdate);
        foreach (var field in fields.All.Where(field => field.WritableBy is UserFieldWriter.User
            || (isBySuperuser && field.WritableBy is UserFieldWriter.Superuser)))
        {
            members[field.Name] = RequestSchema(field, isRegistration: context.Type.IsAssignableTo(typeof(UserCreate)));
            if (field.IsRequired && context.Type.IsAssignableTo(typeof(UserCreate)))
                (body.Required ??= new HashSet<string>()).Add(field.Name);
        }

        // A member that is known but cannot be written is accepted, so additional members cannot be excluded with such fields.
        if (fields.RefusesUnknownMembers && fields.All.All(field => field.WritableBy is UserFieldWriter.User))
            body.AdditionalPropertiesAllowed = false;
    }

    private void DescribeResponse(OpenApiSchema body, IDictionary<string, IOpenApiSchema> members)
    {
        foreach (var field in fields.All)
        {
            var member = SchemaOf(field);

            // A user without a value has the default. A required field has no value if it was declared after the registration.
            if (field.Default is null)
                member.Type |= JsonSchemaType.Null;
            members[field.Name] = member;
            (body.Required ??= new HashSet<string>()).Add(field.Name);
        }
    }

    private static OpenApiSchema RequestSchema(UserField field, bool isRegistration)
    {
        var member = SchemaOf(field);
        var text = field.Type is UserFieldType.StringList ? (OpenApiSchema)member.Items! : member;
        (text.MaxLength, text.Pattern) = (field.MaxLength, field.Pattern);
        if (!field.IsRequired)
            member.Type |= JsonSchemaType.Null;
        if (isRegistration && field.Default is { } value)
            member.Default = JsonNode.Parse(value.GetRawText());
        return member;
    }

    private static OpenApiSchema SchemaOf(UserField field) => field.Type switch
    {
        UserFieldType.Integer => new() { Type = JsonSchemaType.Integer, Format = "int64" },
        UserFieldType.Number => new() { Type = JsonSchemaType.Number, Format = "double" },
        UserFieldType.Boolean => new() { Type = JsonSchemaType.Boolean },
        UserFieldType.Date => new() { Type = JsonSchemaType.String, Format = "date" },
        UserFieldType.StringList => new()
        {
            Type = JsonSchemaType.Array,
            Items = new OpenApiSchema { Type = JsonSchemaType.String },
        },
        UserFieldType.Object => new() { Type = JsonSchemaType.Object, AdditionalPropertiesAllowed = true },
        _ => new() { Type = JsonSchemaType.String },
    };
}
