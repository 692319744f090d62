using Auth.Domain.Users;

namespace Auth.Domain.Events;

/// <summary>Lists the changed members of a user by their JSON names, without values.</summary>
internal static class ChangedMembers
{
    /// <summary>Returns the members that differ, separated by commas; null if none differs.</summary>
    public static string? Between(User before, User after) => Join(
        ("email", before.Email != after.Email),
        ("password", before.HashedPassword != after.HashedPassword),
        ("name", before.Name != after.Name),
        ("is_active", before.IsActive != after.IsActive),
        ("is_superuser", before.IsSuperuser != after.IsSuperuser),
        ("is_verified", before.IsVerified != after.IsVerified));

    /// <summary>Returns the flags of a new user that differ from the defaults of a registration.</summary>
    public static string? OfNew(User user) =>
        Join(("is_active", !user.IsActive), ("is_superuser", user.IsSuperuser), ("is_verified", user.IsVerified));

    private static string? Join(params (string Name, bool IsChanged)[] members) =>
        string.Join(',', members.Where(member => member.IsChanged).Select(member => member.Name)) is { Length: > 0 } names
            ? names
            : null;
}
