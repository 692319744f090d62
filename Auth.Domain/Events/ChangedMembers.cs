using System.Text.Json;
using Auth.Domain.Users;

namespace Auth.Domain.Events;

/// <summary>Lists the changed members of a user by their JSON names, without values.</summary>
internal static class ChangedMembers
{
    /// <summary>The maximum length of the list, which is that of the column of the audit trail.</summary>
    private const int MaxLength = 128;

    private const string More = "...";

    /// <summary>Returns the members that differ, separated by commas; null if none differs.</summary>
    public static string? Between(User before, User after) => Join([
        ("email", before.Email != after.Email),
        ("password", before.HashedPassword != after.HashedPassword),
        ("name", before.Name != after.Name),
        ("is_active", before.IsActive != after.IsActive),
        ("is_superuser", before.IsSuperuser != after.IsSuperuser),
        ("is_verified", before.IsVerified != after.IsVerified),
        .. FieldsBetween(before.Fields, after.Fields).Select(name => (name, true))]);

    /// <summary>Returns the flags of a new user that differ from the defaults of a registration.</summary>
    public static string? OfNew(User user) =>
        Join(("is_active", !user.IsActive), ("is_superuser", user.IsSuperuser), ("is_verified", user.IsVerified));

    /// <summary>Returns the names of the user fields whose values differ.</summary>
    private static IEnumerable<string> FieldsBetween(string? before, string? after)
    {
        if (before == after)
            return [];
        var (old, current) = (ValuesIn(before), ValuesIn(after));
        return current.Keys.Union(old.Keys)
            .Where(name => current.GetValueOrDefault(name) != old.GetValueOrDefault(name));
    }

    private static Dictionary<string, string> ValuesIn(string? fields)
    {
        var values = new Dictionary<string, string>();
        try
        {
            if (fields is not null && JsonElement.Parse(fields) is { ValueKind: JsonValueKind.Object } json)
            {
                foreach (var member in json.EnumerateObject())
                    values[member.Name] = member.Value.GetRawText();
            }
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // Another program wrote the column. The text counts as empty.
            values.Clear();
        }

        return values;
    }

    private static string? Join(params (string Name, bool IsChanged)[] members)
    {
        var names = string.Join(',', members.Where(member => member.IsChanged).Select(member => member.Name));
        if (names.Length <= MaxLength)
            return names.Length == 0 ? null : names;
        return names[..(names.LastIndexOf(',', MaxLength - More.Length - 1) + 1)] + More;
    }
}
