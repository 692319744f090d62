using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;

namespace Auth.Tests.Security.Logs;

/// <summary>Records the secrets in the requests and responses of the tests' client.</summary>
internal sealed class SecretsOfRequests(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Headers.NonValidated.TryGetValues("Authorization", out var headers))
        {
            foreach (var header in headers)
                NoteAuthorization(header);
        }

        SuiteSecrets.AddEmails(Uri.UnescapeDataString(request.RequestUri!.Query));
        if (request.Content is { } body)
            NoteBody(await body.ReadAsByteArrayAsync(cancellationToken), body.Headers);
        var answer = await base.SendAsync(request, cancellationToken);
        if (answer.Headers.TryGetValues("Auth-Device", out var devices))
            SuiteSecrets.AddToken(devices.Single());
        if (answer.Content.Headers.ContentType?.MediaType is "application/json")
            NoteBody(await answer.Content.ReadAsByteArrayAsync(cancellationToken), answer.Content.Headers);
        return answer;
    }

    /// <summary>Records possible tokens in the value of an <c>Authorization</c> header.</summary>
    public static void NoteAuthorization(string header)
    {
        foreach (var word in header.Split(' '))
            SuiteSecrets.AddToken(word);
    }

    private static void NoteBody(byte[] bytes, HttpContentHeaders headers)
    {
        var text = Encoding.UTF8.GetString(bytes);
        SuiteSecrets.AddEmails(Uri.UnescapeDataString(text));
        if (headers.ContentType?.MediaType is "application/x-www-form-urlencoded")
        {
            foreach (var (name, values) in QueryHelpers.ParseQuery(text))
                Note(name, $"{values}");
            return;
        }

        try
        {
            using var json = JsonDocument.Parse(bytes);
            NoteMembers("", json.RootElement);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // Some tests send malformed JSON, or names with an unpaired surrogate.
        }
    }

    private static void NoteMembers(string name, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var member in value.EnumerateObject())
                    NoteMembers(member.Name, member.Value);
                break;
            case JsonValueKind.Array:
                foreach (var item in value.EnumerateArray())
                    NoteMembers(name, item);
                break;
            case JsonValueKind.String when TryGetText(value) is { } text:
                SuiteSecrets.AddEmails(text);
                Note(name, text);
                break;
        }
    }

    /// <summary>Returns the text, or null if it is not valid Unicode, such as a lone surrogate.</summary>
    private static string? TryGetText(JsonElement value)
    {
        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static void Note(string name, string value)
    {
        var isToken = name.Contains("token", StringComparison.OrdinalIgnoreCase)
            || name is "client_secret" or "secret" or "uri" or "challenge" or "signature";
        if (name.Contains("password", StringComparison.OrdinalIgnoreCase) || name is "codes" or "otp")
            SuiteSecrets.AddPassword(value);
        else if (isToken)
            SuiteSecrets.AddToken(value);
    }
}
