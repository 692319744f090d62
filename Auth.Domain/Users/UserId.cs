namespace Auth.Domain.Users;

/// <summary>Reads the ids of users: UUIDs in their canonical form (RFC 9562 §4), in either case.</summary>
public static class UserId
{
    /// <summary>Reads a UUID of 32 hexadecimal digits and four hyphens, and nothing looser.</summary>
    /// <remarks>The framework's own parsers also take braces, parentheses, surrounding spaces, signs and <c>0x</c>.</remarks>
    public static bool TryParse(string? text, out Guid id) =>
        Guid.TryParseExact(text, "D", out id) && string.Equals(id.ToString("D"), text, StringComparison.OrdinalIgnoreCase);
}
