using Auth.Domain.Users;

namespace Auth.Tests;

/// <summary>Sets stored hashes as an import or a rehash does, which writes to the database directly.</summary>
internal static class StoredHash
{
    /// <summary>Replaces the hash of a user, without a change of the password.</summary>
    public static void ReplaceHash(this User user, string hashedPassword) =>
        typeof(User).GetProperty(nameof(User.HashedPassword))!.SetValue(user, hashedPassword);
}
