using System.Text.Json;

namespace Auth.Tests.Integration;

/// <summary>Reads answers.</summary>
internal static class Answer
{
    /// <summary>The body, as JSON.</summary>
    public static async Task<JsonElement> JsonAsync(this HttpResponseMessage response) =>
        JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync()).RootElement;

    /// <summary>The <c>detail</c> of an error's body, as JSON text.</summary>
    public static async Task<string> DetailAsync(this HttpResponseMessage response) =>
        (await response.JsonAsync()).GetProperty("detail") is var detail && detail.ValueKind is JsonValueKind.String
            ? detail.GetString()!
            : detail.GetRawText();

    /// <summary>
    /// The status and, of a refusal, the reason on one line: <c>200</c>, <c>400 LOGIN_BAD_CREDENTIALS</c>,
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

    /// <summary>What is wrong with the request's members, each as in <see cref="SummaryAsync"/>; whatever the order.</summary>
    public static async Task<IReadOnlyList<string>> ProblemsAsync(this HttpResponseMessage response)
    {
        Assert.That((int)response.StatusCode, Is.EqualTo(422));
        return [.. (await response.JsonAsync()).GetProperty("detail").EnumerateArray().Select(Summary)];
    }

    private static string Summary(JsonElement error) =>
        $"{string.Join('.', error.GetProperty("loc").EnumerateArray())} {error.GetProperty("type")}";
}
