using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Auth.Application.Users.Fields;
using Auth.Domain.Users;

namespace Auth.Application.Users.Import;

/// <summary>A valid row of a user.</summary>
public sealed record UserRow
{
    private byte[]? _profileHash, _credentialHash;

    /// <summary>The number of the row.</summary>
    public required long Number { get; init; }

    /// <summary>The id.</summary>
    public required ForeignUserId Id { get; init; }

    /// <summary>The e-mail address.</summary>
    public required EmailAddress Email { get; init; }

    /// <summary>The password hash of the source; null without a password.</summary>
    public required string? HashedPassword { get; init; }

    /// <summary>Whether the user may log in.</summary>
    public required bool IsActive { get; init; }

    /// <summary>Whether the user may manage other users.</summary>
    public required bool IsSuperuser { get; init; }

    /// <summary>Whether the e-mail address is verified.</summary>
    public required bool IsVerified { get; init; }

    /// <summary>The display name; null if the source has none.</summary>
    public string? Name { get; init; }

    /// <summary>Whether the source has a column for the display name.</summary>
    public bool HasName { get; init; }

    /// <summary>The values of user fields, JSON null for a field without a value. Fields that the source lacks are missing.</summary>
    public IReadOnlyDictionary<string, JsonElement> Fields { get; init; } = new Dictionary<string, JsonElement>();

    /// <summary>Returns a hash of all values except the password hash.</summary>
    public byte[] ProfileHash() => _profileHash ??= Hash(
        $"{Email.Value}\0{Id.LegacyId}\0{IsActive}{IsSuperuser}{IsVerified}\0{HasName}{Name is null}\0"
        + $"{string.Join('\0', Fields.OrderBy(field => field.Key, StringComparer.Ordinal).Select(field => $"{field.Key}={field.Value}"))}\0{Name}");

    /// <summary>Returns a hash of the password hash.</summary>
    public byte[] CredentialHash() => _credentialHash ??= Hash(HashedPassword ?? "");

    /// <summary>Creates the user of the row.</summary>
    public User ToUser()
    {
        var user = User.Import(Id.Id, Id.LegacyId, Email, StoredPassword());
        ApplyProfile(user);
        return user;
    }

    /// <summary>Changes a user to the values of the row.</summary>
    /// <param name="user">The user.</param>
    /// <param name="changesPassword">Whether the source has changed the password since the last import.</param>
    /// <param name="now">The current time.</param>
    public void ApplyTo(User user, bool changesPassword, DateTimeOffset now)
    {
        user.ChangeEmail(Email);
        ApplyProfile(user);
        if (changesPassword)
            user.ChangePassword(StoredPassword(), now);
    }

    private void ApplyProfile(User user)
    {
        if (HasName)
            user.Rename(Name);
        user.SetActive(IsActive);
        user.SetSuperuser(IsSuperuser);
        user.SetVerified(IsVerified);
        if (StoredFields.TryMerge(user.Fields, Fields, out var merged))
            user.SetFields(merged);
    }

    private string StoredPassword() => HashedPassword ?? User.NewMarker();

    private static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text))[..ImportedUser.HashBytes];
}
