namespace Auth.Domain;

/// <summary>Parses user ids: UUIDs in canonical form (RFC 9562 §4), in upper or lower case.</summary>
public static class CanonicalGuid
{
    /// <summary>Parses a UUID of 32 hexadecimal digits and four hyphens. Rejects every other form.</summary>
    /// <remarks>The framework's parsers also accept braces, parentheses, surrounding spaces, signs and <c>0x</c>.</remarks>
    public static bool TryParse(string? text, out Guid id) =>
        Guid.TryParseExact(text, "D", out id) && string.Equals(id.ToString("D"), text, StringComparison.OrdinalIgnoreCase);
}
