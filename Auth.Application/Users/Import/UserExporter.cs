using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Auth.Application.Users.Fields;
using Auth.Domain.Users;

namespace Auth.Application.Users.Import;

/// <summary>Exports users in the columns of fastapi-users' table, with the user fields behind them.</summary>
public sealed class UserExporter(IUserRepository users, UserFields fields)
{
    private const int PageSize = 500;

    private static readonly SearchValues<char> Quoted = SearchValues.Create(",\"\r\n");
    private static readonly string[] Columns = ["id", "email", "hashed_password", "is_active", "is_superuser", "is_verified"];
    private static readonly JsonWriterOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes all users, ordered by e-mail address.</summary>
    /// <param name="output">Receives UTF-8.</param>
    /// <param name="isJson">Whether to write a JSON object per line. Otherwise writes CSV with a header.</param>
    public async Task<ExportedUsers> ExportAsync(Stream output, bool isJson, CancellationToken cancellationToken)
    {
        await using var writer = new StreamWriter(output, new UTF8Encoding(false), leaveOpen: true) { NewLine = "\n" };
        if (!isJson)
            await writer.WriteLineAsync(string.Join(',', Columns.Append("name").Concat(fields.All.Select(field => Csv(field.Name)))));
        var exported = new ExportedUsers(0, 0);
        string? after = null;
        IReadOnlyList<User> page;
        do
        {
            page = await users.ListAsync(new(null, null, null, null), after, PageSize, cancellationToken);
            foreach (var user in page)
            {
                await writer.WriteLineAsync((isJson ? JsonOf(user) : CsvOf(user)).AsMemory(), cancellationToken);
                exported = new(exported.Users + 1, exported.Unreadable + (IsReadable(user.HashedPassword) ? 0 : 1));
            }

            after = page.Count > 0 ? page[^1].NormalizedEmail : null;
        }
        while (page.Count == PageSize);
        return exported;
    }

    /// <summary>Whether a current version of fastapi-users verifies the hash: bcrypt and Argon2.</summary>
    private static bool IsReadable(string hash) =>
        hash.StartsWith("$2", StringComparison.Ordinal) || hash.StartsWith("$argon2", StringComparison.Ordinal);

    /// <summary>The id in the system that the user was imported from.</summary>
    private static string IdOf(User user) => user.LegacyId ?? user.Id.ToString("D");

    private string CsvOf(User user) => string.Join(',',
    [
        Csv(IdOf(user)), Csv(user.Email), Csv(user.HashedPassword), Csv(user.IsActive), Csv(user.IsSuperuser), Csv(user.IsVerified),
        Csv(user.Name ?? ""), .. fields.Read(user.Fields).Select(CsvOf),
    ]);

    private static string CsvOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null or JsonValueKind.Undefined => "",
        JsonValueKind.String => Csv(value.GetString()!),
        _ => Csv(value.GetRawText()),
    };

    private static string Csv(bool flag) => flag ? "true" : "false";

    private static string Csv(string text) =>
        text.AsSpan().ContainsAny(Quoted) ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;

    private string JsonOf(User user)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Relaxed))
        {
            json.WriteStartObject();
            json.WriteString("id", IdOf(user));
            json.WriteString("email", user.Email);
            json.WriteString("hashed_password", user.HashedPassword);
            json.WriteBoolean("is_active", user.IsActive);
            json.WriteBoolean("is_superuser", user.IsSuperuser);
            json.WriteBoolean("is_verified", user.IsVerified);
            json.WriteString("name", user.Name);
            var values = fields.Read(user.Fields);
            for (var i = 0; i < values.Count; i++)
            {
                json.WritePropertyName(fields.All[i].Name);
                values[i].WriteTo(json);
            }

            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}

/// <summary>The numbers of an export.</summary>
/// <param name="Users">The number of users.</param>
/// <param name="Unreadable">The number of users whose password hash fastapi-users cannot verify.</param>
public readonly record struct ExportedUsers(long Users, long Unreadable);
