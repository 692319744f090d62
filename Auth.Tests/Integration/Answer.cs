using System.Text.Json;

namespace Auth.Tests.Integration;

/// <summary>Reads responses.</summary>
internal static class Answer
{
    /// <summary>Returns the body as JSON.</summary>
    public static async Task<JsonElement> JsonAsync(this HttpResponseMessage response) =>
        JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync()).RootElement;

    /// <summary>Returns the <c>detail</c> of an error body: the string itself, or JSON text.</summary>
    public static async Task<string> DetailAsync(this HttpResponseMessage response) =>
        (await response.JsonAsync()).GetProperty("detail") is var detail && detail.ValueKind is JsonValueKind.String
            ? detail.GetString()!
            : detail.GetRawText();

    /// <summary>
    /// Returns the status and, for an error, the reason on one line: <c>200</c>, <c>400 LOGIN_BAD_CREDENTIALS</c>,
    /// <c>422 body.email missing, body.name string_type</c>.
    /// </summary>
    public static async Task<string> SummaryAsync(this HttpResponseMessage response)
    {
        var status = (int)response.StatusCode;
        if (response.IsSuccessStatusCode)
            return $"{status}";
        var detail = (await response.JsonAsync()).GetProperty("detail");
        return detail.ValueKind switch
        {
            JsonValueKind.Array => $"{status} {string.Join(", ", detail.EnumerateArray().Select(Summary))}",
            JsonValueKind.Object => $"{status} {detail.GetProperty("code")}: {detail.GetProperty("reason")}",
            _ => $"{status} {detail}",
        };
    }

    /// <summary>
    /// Returns the validation errors of a 422 response in any order, each formatted as in <see cref="SummaryAsync"/>.
    /// </summary>
    public static async Task<IReadOnlyList<string>> ProblemsAsync(this HttpResponseMessage response)
    {
        Assert.That((int)response.StatusCode, Is.EqualTo(422));
        return [.. (await response.JsonAsync()).GetProperty("detail").EnumerateArray().Select(Summary)];
    }

    private static string Summary(JsonElement error) =>
        $"{string.Join('.', error.GetProperty("loc").EnumerateArray())} {error.GetProperty("type")}";
}
