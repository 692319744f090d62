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
}
