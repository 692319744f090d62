using System.Runtime.CompilerServices;
using System.Text.Json;
using Auth.Application.Users.Import;

namespace Auth.Infrastructure.Import;

/// <summary>A file of JSON objects, one after the other or in one array, as <c>mongoexport</c> writes them.</summary>
internal static class JsonSource
{
    // A document of MongoDB has up to 16 MB.
    private const int LongestObject = 16 * 1024 * 1024;

    private static readonly JsonSerializerOptions Options = new() { MaxDepth = 64, DefaultBufferSize = 64 * 1024 };

    public static async IAsyncEnumerable<ImportRow> ReadAsync(
        ImportFile source, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var isArray = source.Format is ImportFileFormat.JsonArray;
        await using var file = new BoundedReads(source.Open(), LongestObject, "The file is no JSON file: an object has more than 16 MiB.");
        await using var values = JsonSerializer
            .DeserializeAsyncEnumerable<JsonElement>(file, topLevelValues: !isArray, Options, cancellationToken)
            .GetAsyncEnumerator(cancellationToken);
        for (var number = 1L; await MoveNextAsync(values, number); number++)
        {
            file.Reset();
            yield return RowOf(number, values.Current);
        }
    }

    /// <summary>Returns the external accounts in the documents of users, each with the id of its user.</summary>
    public static async IAsyncEnumerable<ImportRow> ReadEmbeddedAccountsAsync(
        IAsyncEnumerable<ImportRow> users, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var number = 0L;
        await foreach (var user in users.WithCancellation(cancellationToken))
        {
            if (user.Values.GetValueOrDefault("oauth_accounts") is not JsonElement { ValueKind: JsonValueKind.Array } accounts)
                continue;
            var id = user.Values.GetValueOrDefault("_id") ?? user.Values.GetValueOrDefault("id");
            foreach (var account in accounts.EnumerateArray())
            {
                var row = RowOf(++number, account);
                yield return row with { Values = new Dictionary<string, object?>(row.Values, StringComparer.OrdinalIgnoreCase) { ["user_id"] = id } };
            }
        }
    }

    private static ImportRow RowOf(long number, JsonElement value)
    {
        var values = new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase);
        if (value.ValueKind is not JsonValueKind.Object)
            return new(number, values, "The value is no JSON object.");
        try
        {
            foreach (var member in value.EnumerateObject())
                values[member.Name] = MongoValue.Read(member.Value);
            return new(number, values);
        }
        catch (InvalidOperationException)
        {
            // JSON permits lone surrogates (RFC 8259 §8.2), which are not valid Unicode.
            return new(number, new Dictionary<string, object?>(), "The object contains text that is not valid Unicode.");
        }
    }

    private static async Task<bool> MoveNextAsync(IAsyncEnumerator<JsonElement> values, long number)
    {
        try
        {
            return await values.MoveNextAsync();
        }
        catch (JsonException exception)
        {
            throw new ImportException($"The file is no JSON file: object {number} cannot be read.", exception);
        }
    }
}
