using System.Text.Json;
using Auth.Application.Passwords;

namespace Auth.Application.Users.Import.Kinds;

/// <summary>Computes the columns that systems have in another form.</summary>
internal static class ForeignConversions
{
    // Identity locks a user out for minutes after failures, and for years if an administrator deactivates the user.
    private static readonly TimeSpan LongestLockout = TimeSpan.FromDays(1);

    // A hash that this service cannot verify. It is stored, so that the user can set a password with a reset link.
    private const string Unsupported = "$unsupported$";

    public static void FromIdentity(ForeignRow row, ConversionContext context)
    {
        var (isEnabled, end) = (row.Take("LockoutEnabled"), row.Take("LockoutEnd"));
        var canBeLockedOut = isEnabled is null || ImportValues.ReadFlag(isEnabled) is not { Value: false };
        row.Set("is_active", canBeLockedOut ? IsActive(end, context.Now + LongestLockout) : true);
        row.SetDefault("is_superuser", false);
    }

    /// <summary>Converts a row of the table, or an object of <c>manage.py dumpdata</c>.</summary>
    public static void FromDjango(ForeignRow row, ConversionContext context)
    {
        if (row.Find("fields") is JsonElement { ValueKind: JsonValueKind.Object } fields)
        {
            row.Take("fields");
            row.Take("model");
            foreach (var member in fields.EnumerateObject())
                row.SetDefault(member.Name, ForeignRow.Read(member.Value));
        }

        row.SetDefault("name", FullName(row, "first_name", "last_name"));
        row.SetDefault("is_active", true);
        row.SetDefault("is_superuser", false);
        row.SetDefault("is_verified", false);
    }

    public static void FromKeycloak(ForeignRow row, ConversionContext context)
    {
        row.Set("name", FullName(row, "firstName", "lastName"));
        row.Set("hashed_password", PasswordOfKeycloak(row.Take("credentials")));
        row.Set("is_superuser", false);
        row.SetDefault("enabled", true);
        row.SetDefault("emailVerified", false);
        row.SetDefault("email", null);
        row.Expand("attributes");
    }

    public static void FromFirebase(ForeignRow row, ConversionContext context)
    {
        var (hash, salt) = (row.TakeText("passwordHash"), row.TakeText("salt"));
        row.Set("hashed_password", string.IsNullOrEmpty(hash) ? null
            : FirebaseCredential.ToStoredHash(context.Firebase, salt ?? "", hash) ?? Unsupported);
        row.Set("is_active", Not(row.Take("disabled")));
        row.Set("is_superuser", false);
        row.SetDefault("emailVerified", false);
        row.SetDefault("email", null);
        row.Expand("customAttributes");
    }

    public static void FromSupabase(ForeignRow row, ConversionContext context)
    {
        var (bannedUntil, deletedAt) = (row.Take("banned_until"), row.Take("deleted_at"));
        row.Set("is_active", deletedAt is not (null or "") ? false : IsActive(bannedUntil, context.Now));
        row.Set("is_verified", row.Take("email_confirmed_at") is not (null or ""));
        row.Set("is_superuser", false);
        row.Expand("raw_user_meta_data");
        row.Expand("raw_app_meta_data");
        row.Set("name", row.TakeText("raw_user_meta_data.full_name") ?? row.TakeText("raw_user_meta_data.name"));
    }

    /// <summary>Converts an object of the export of users, or of the export of password hashes, whose id lacks the prefix.</summary>
    public static void FromAuth0(ForeignRow row, ConversionContext context)
    {
        var (id, alternative) = (row.TakeText("_id"), row.TakeText("alt_id"));
        if ((alternative ?? id) is { } own)
            row.SetDefault("user_id", $"auth0|{own}");
        if (!row.Has("password_hash"))
            row.SetDefault("passwordHash", null);
        if (row.Take("identifiers") is JsonElement { ValueKind: JsonValueKind.Array } identifiers && !row.Has("email"))
            TakeEmail(identifiers, row);
        row.Set("is_active", Not(row.Take("blocked")));
        row.Set("is_superuser", false);
        row.SetDefault("email_verified", false);
        row.SetDefault("email", null);

        // Auth0 names a user without a name after the address.
        if (row.Find("name") is string name && name == row.Find("email") as string)
            row.Set("name", null);
        row.Expand("user_metadata");
        row.Expand("app_metadata");
    }

    /// <summary>Completes an account of Supabase, whose id was the column <c>id</c> in earlier versions.</summary>
    public static void CompleteAccount(ForeignRow account)
    {
        if (!account.Has("account_id") && account.Take("id") is { } id)
            account.Set("account_id", id);
    }

    private static void TakeEmail(JsonElement identifiers, ForeignRow row)
    {
        foreach (var identifier in identifiers.EnumerateArray())
        {
            if (TextIn(identifier, "type") != "email" || TextIn(identifier, "value") is not { } email)
                continue;
            row.Set("email", email);
            row.SetDefault("email_verified", identifier.TryGetProperty("verified", out var verified) ? ForeignRow.Read(verified) : false);
            return;
        }
    }

    private static string? PasswordOfKeycloak(object? credentials)
    {
        if (credentials is not JsonElement { ValueKind: JsonValueKind.Array } all)
            return null;
        foreach (var credential in all.EnumerateArray())
        {
            if (TextIn(credential, "type") == "password")
                return KeycloakCredential.ToStoredHash(TextIn(credential, "secretData") ?? "", TextIn(credential, "credentialData") ?? "") ?? Unsupported;
        }

        return null;
    }

    private static string? TextIn(JsonElement json, string member) =>
        json.ValueKind is JsonValueKind.Object && json.TryGetProperty(member, out var value) && value.ValueKind is JsonValueKind.String
            ? value.GetString() : null;

    /// <summary>Returns whether the time until which a user is deactivated has passed; the value itself if it is not a time.</summary>
    private static object IsActive(object? until, DateTimeOffset now) => until switch
    {
        null or "" => true,
        string text when text.StartsWith("infinity", StringComparison.OrdinalIgnoreCase) => false,
        _ => ImportValues.ReadTime(until) is { } time ? time <= now : until,
    };

    /// <summary>Returns the opposite of a flag, or the value itself if it is no flag.</summary>
    private static object Not(object? value) =>
        value is null ? true : ImportValues.ReadFlag(value) is { } flag ? !flag.Value : value;

    private static string? FullName(ForeignRow row, string first, string last)
    {
        var name = $"{row.TakeText(first)} {row.TakeText(last)}".Trim();
        return name.Length > 0 ? name : null;
    }
}
