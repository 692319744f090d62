using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Auth.Infrastructure.Persistence.PostgreSql;

/// <summary>
/// Escapes U+0000, which PostgreSQL cannot store in text and which names may contain. U+E000, a character for private use, escapes
/// it and itself.
/// </summary>
internal sealed class EscapedText() : ValueConverter<string, string>(text => Escape(text), stored => Unescape(stored))
{
    private const char EscapeCharacter = '\uE000';
    private const string EscapedNul = "\uE0000", EscapedSelf = "\uE0001";

    public static string Escape(string text) => text.AsSpan().ContainsAny('\0', EscapeCharacter)
        ? text.Replace("\uE000", EscapedSelf, StringComparison.Ordinal).Replace("\0", EscapedNul, StringComparison.Ordinal)
        : text;

    public static string Unescape(string stored) => stored.Contains(EscapeCharacter)
        ? stored.Replace(EscapedNul, "\0", StringComparison.Ordinal).Replace(EscapedSelf, "\uE000", StringComparison.Ordinal)
        : stored;
}
