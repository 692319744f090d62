namespace Auth.Application.Passwords;

/// <summary>Base64 and base64url, with or without padding, as different exports write them.</summary>
internal static class LenientBase64
{
    /// <summary>Decodes a text. Returns null for any other text, and for null.</summary>
    public static byte[]? Decode(string? text)
    {
        if (text is null || text.Any(char.IsWhiteSpace))
            return null;
        var standard = text.TrimEnd('=').Replace('-', '+').Replace('_', '/');
        var bytes = new byte[standard.Length];
        return Convert.TryFromBase64String(standard.PadRight((standard.Length + 3) / 4 * 4, '='), bytes, out var written)
            ? bytes[..written]
            : null;
    }
}
