using System.Text.Encodings.Web;
using System.Text.Json;

namespace Auth.Application.Users.Fields;

/// <summary>The result of the conversion of one JSON value: the value in the form in which it is stored, or a problem.</summary>
internal readonly record struct Converted(JsonElement? Value, UserFieldProblem? Problem)
{
    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static Converted Of<T>(T value) => new(JsonSerializer.SerializeToElement(value, Relaxed), null);

    public static implicit operator Converted(UserFieldProblem problem) => new(null, problem);
}
