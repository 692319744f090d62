using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Auth.Application.Users.Fields;

/// <summary>Converts JSON lists of strings, and JSON objects. Of two members with the same name, the last one remains.</summary>
internal static class ObjectConversion
{
    /// <summary>The maximum number of objects and lists inside each other.</summary>
    public const int MaxDepth = 16;

    /// <summary>The maximum number of reported problems of a value.</summary>
    private const int MaxProblems = 16;

    private static readonly JsonWriterOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static JsonElement? ToList(
        JsonElement input, Func<JsonElement, Converted> convert, ICollection<UserFieldProblem> problems)
    {
        if (input.ValueKind is not JsonValueKind.Array)
        {
            problems.Add(UserFieldProblem.ListType);
            return null;
        }

        return Write(writer =>
        {
            var index = 0;
            var end = problems.Count + MaxProblems;
            writer.WriteStartArray();
            foreach (var item in input.EnumerateArray())
            {
                var converted = convert(item);
                if (converted.Problem is { } problem && problems.Count < end)
                    problems.Add(problem with { Path = [index] });
                converted.Value?.WriteTo(writer);
                index++;
            }

            writer.WriteEndArray();
        });
    }

    public static JsonElement? ToObject(JsonElement input, ICollection<UserFieldProblem> problems)
    {
        if (input.ValueKind is not JsonValueKind.Object)
        {
            problems.Add(UserFieldProblem.DictType);
            return null;
        }

        var problem = default(UserFieldProblem);
        var value = Write(writer => problem = Copy(input, writer, depth: 1));
        if (problem is not null)
            problems.Add(problem);
        return problem is null ? value : null;
    }

    /// <summary>Copies a value and returns its first problem.</summary>
    private static UserFieldProblem? Copy(JsonElement value, Utf8JsonWriter writer, int depth)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object or JsonValueKind.Array when depth > MaxDepth:
                return UserFieldProblem.TooDeep;
            case JsonValueKind.Object:
                return CopyObject(value, writer, depth);
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in value.EnumerateArray())
                {
                    if (Copy(item, writer, depth + 1) is { } problem)
                        return problem;
                }

                writer.WriteEndArray();
                return null;
            case JsonValueKind.String when !JsonText.TryGet(value, out _):
                return UserFieldProblem.StringUnicode;
            case JsonValueKind.Number when !double.IsFinite(value.GetDouble()):
                return UserFieldProblem.FiniteNumber;
            default:
                value.WriteTo(writer);
                return null;
        }
    }

    private static UserFieldProblem? CopyObject(JsonElement value, Utf8JsonWriter writer, int depth)
    {
        var members = new OrderedDictionary<string, JsonElement>();
        foreach (var member in value.EnumerateObject())
        {
            if (!JsonText.TryGetName(member, out var name))
                return UserFieldProblem.StringUnicode;
            members[name] = member.Value;
        }

        writer.WriteStartObject();
        foreach (var (name, member) in members)
        {
            writer.WritePropertyName(name);
            if (Copy(member, writer, depth + 1) is { } problem)
                return problem;
        }

        writer.WriteEndObject();
        return null;
    }

    private static JsonElement? Write(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Relaxed))
        {
            write(writer);

            // An invalid value ends inside an object or a list.
            if (writer.CurrentDepth > 0)
                return null;
        }

        return JsonElement.Parse(buffer.WrittenSpan);
    }
}
