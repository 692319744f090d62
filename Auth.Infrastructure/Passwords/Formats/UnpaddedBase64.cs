namespace Auth.Infrastructure.Passwords.Formats;

/// <summary>Base64 (RFC 4648 section 4) without padding, as in the strings of the Password Hashing Competition.</summary>
internal static class UnpaddedBase64
{
    /// <summary>Decodes text that consists of characters of the alphabet. Returns false if its length is invalid.</summary>
    public static bool TryDecode(string text, out byte[] bytes)
    {
        bytes = new byte[text.Length * 3 / 4];
        return Convert.TryFromBase64String(text.PadRight((text.Length + 3) / 4 * 4, '='), bytes, out var written)
            && written == bytes.Length;
    }
}
