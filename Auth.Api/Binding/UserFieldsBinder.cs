using System.Collections.Frozen;
using System.Text.Json;
using Auth.Api.Contracts;
using Auth.Api.Errors;
using Auth.Application;
using Auth.Application.Users.Fields;

namespace Auth.Api.Binding;

/// <summary>A body that can contain user fields.</summary>
public interface IUserFieldsBody : IRequestBody
{
    /// <summary>The valid values that the caller can write, by the names of the fields; a JSON null removes a value.</summary>
    IReadOnlyDictionary<string, JsonElement>? UserFields { get; set; }
}

/// <summary>Reads the user fields of a body, and refuses unknown members where the settings demand it.</summary>
internal sealed class UserFieldsBinder(UserFields fields)
{
    /// <summary>The maximum number of reported unknown members.</summary>
    private const int MaxUnknown = 100;

    private readonly FrozenSet<string> _names = fields.All.Select(field => field.Name).ToFrozenSet();
    private readonly bool _isIdle = fields.All.Count == 0 && !fields.RefusesUnknownMembers;

    /// <summary>Sets the user fields of a body. Of two members with the same name, the last one is used.</summary>
    /// <returns>The errors of the user fields, then of unknown members.</returns>
    public IEnumerable<FieldError> Bind(IUserFieldsBody body, JsonElement json)
    {
        if (_isIdle)
            return [];
        var members = new OrderedDictionary<string, JsonElement>();
        foreach (var member in json.EnumerateObject())
            members[member.Name] = member.Value;

        List<FieldError> errors = [];
        var values = new Dictionary<string, JsonElement>();
        foreach (var field in fields.All.Where(field => field.WritableBy is not UserFieldWriter.Nobody))
        {
            if (!members.TryGetValue(field.Name, out var input))
            {
                if (field.IsRequired && body is UserCreate)
                    errors.Add(FieldProblem.Missing.At("body", field.Name));
            }
            else if (Read(field, input, errors) is { } value && IsWritable(field, body))
            {
                values[field.Name] = value;
            }
        }

        if (fields.RefusesUnknownMembers)
            errors.AddRange(Unknown(members.Keys, body));
        if (!StoredFields.TryMerge(stored: null, values, out _))
            errors.Add(FieldError.From(AuthError.UserFieldsTooLong));
        body.UserFields = values;
        return errors;
    }

    /// <summary>
    /// Whether the caller can write the field. A superuser's field in the body of a user is validated but not applied, like the
    /// flags.
    /// </summary>
    private static bool IsWritable(UserField field, IUserFieldsBody body) =>
        field.WritableBy is UserFieldWriter.User || body is UserAdminUpdate;

    private static JsonElement? Read(UserField field, JsonElement input, List<FieldError> errors)
    {
        if (input.ValueKind is JsonValueKind.Null && !field.IsRequired)
            return input.Clone();
        List<UserFieldProblem> problems = [];
        var value = field.Convert(input, problems);
        errors.AddRange(problems.Select(problem => FieldError.From(field.Name, problem)));
        return value;
    }

    private IEnumerable<FieldError> Unknown(IEnumerable<string> names, IUserFieldsBody body)
    {
        var known = KnownMembers.Of(body.GetType());
        return names.Where(name => !known.Contains(name) && !_names.Contains(name)).Take(MaxUnknown)
            .Select(name => FieldProblem.ExtraForbidden.At("body", name));
    }
}
