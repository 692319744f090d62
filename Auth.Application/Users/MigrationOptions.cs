namespace Auth.Application.Users;

/// <summary>What remains valid of the service that users were imported from: <c>Auth:Migration</c>.</summary>
public sealed class MigrationOptions
{
    /// <summary>
    /// Whether tokens can name an imported user by the id in the former system, if that id is not a UUID. Switch this off when the last
    /// of them has expired.
    /// </summary>
    public bool AcceptLegacyIds { get; set; }
}
