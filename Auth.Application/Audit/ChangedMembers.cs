using Auth.Domain.Users;

namespace Auth.Application.Audit;

/// <summary>Names the members of a user that are others than before, as clients call them, and never their values.</summary>
internal static class ChangedMembers
{
    /// <summary>The names, with commas between them; null when there is none.</summary>
    public static string? Between(User before, User after) => Join(
        ("email", before.Email != after.Email),
        ("password", before.HashedPassword != after.HashedPassword),
        ("name", before.Name != after.Name),
        ("is_active", before.IsActive != after.IsActive),
        ("is_superuser", before.IsSuperuser != after.IsSuperuser),
        ("is_verified", before.IsVerified != after.IsVerified));

    /// <summary>The flags that are others than those of a user who registers.</summary>
    public static string? OfNew(User user) =>
        Join(("is_active", !user.IsActive), ("is_superuser", user.IsSuperuser), ("is_verified", user.IsVerified));

    private static string? Join(params (string Name, bool IsChanged)[] members) =>
        string.Join(',', members.Where(member => member.IsChanged).Select(member => member.Name)) is { Length: > 0 } names
            ? names
            : null;
}
