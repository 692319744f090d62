using System.CommandLine;
using System.Text.Json;
using Auth.Application.Users.Fields;

namespace Auth.Api.Commands;

/// <summary>The option <c>--field name=value</c> of a command. An operator can write every field.</summary>
internal static class FieldOption
{
    public static Option<string[]> Create() => new("--field")
    {
        Description = "A user field, as name=value. Lists and objects are written in JSON. Repeatable.",
    };

    /// <summary>Returns the values of the fields.</summary>
    /// <param name="arguments">The arguments of the option.</param>
    /// <param name="fields">The declared fields.</param>
    /// <param name="error">The reason why an argument is invalid, without its value; otherwise null.</param>
    public static Dictionary<string, JsonElement> Read(IEnumerable<string> arguments, UserFields fields, out string? error)
    {
        var values = new Dictionary<string, JsonElement>();
        error = null;
        foreach (var argument in arguments)
        {
            var (name, text) = argument.IndexOf('=', StringComparison.Ordinal) is var end and >= 0
                ? (argument[..end], argument[(end + 1)..])
                : (argument, null);
            List<UserFieldProblem> problems = [];
            if (text is null)
                error = $"--field {name}: a value is required, as in {name}=value.";
            else if (fields.All.FirstOrDefault(field => field.Name == name) is not { } field)
                error = $"--field {name}: no user field has this name.";
            else if (field.Parse(text, problems) is { } value)
                values[name] = value;
            else
                error = $"--field {name}: {problems[0].Message}";
            if (error is not null)
                break;
        }

        return values;
    }
}
