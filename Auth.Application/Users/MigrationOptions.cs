namespace Auth.Application.Users;

/// <summary>What remains valid of the service that users were imported from: <c>Auth:Migration</c>.</summary>
public sealed class MigrationOptions
{
    /// <summary>
    /// Whether to accept reset tokens of fastapi-users 10.3 and later, which contain an Argon2id or bcrypt hash of the user's
    /// stored hash. They become invalid when the stored hash is replaced, at the latest at the first login.
    /// </summary>
    public bool AcceptForeignResetTokens { get; set; }

    /// <summary>
    /// Whether tokens can name an imported user by the id in the former system, if that id is not a UUID. Switch this off when the last
    /// of them has expired.
    /// </summary>
    public bool AcceptLegacyIds { get; set; }
}
