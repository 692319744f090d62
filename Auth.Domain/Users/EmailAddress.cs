using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Auth.Domain.Users;

/// <summary>An e-mail address that mail can reach from anywhere: RFC 5321, with the other scripts of RFC 6531.</summary>
/// <remarks>
/// The rules, and nearly always the sentences, are those of Python's email-validator 2.3, which clients of fastapi-users know:
/// a dot-atom before the @-sign, a dotted domain name after it, 254 bytes in all. Quotes, comments, IP literals, display names
/// and the reserved domains are refused. The 64 bytes before the @-sign of RFC 5321 §4.5.3.1.1 are what every server must
/// take, not the most that one may: longer ones are in use, and accepted.
/// </remarks>
public sealed record EmailAddress
{
    // In code points. No address is near it, and nothing costly is done with a longer text.
    private const int LongestInput = 2048;

    // RFC 5321 §4.5.3.1.3 less the path's angle brackets, in bytes of UTF-8.
    private const int LongestAddress = 254;

    private EmailAddress(string value)
    {
        Value = value;
        Normalized = Normalize(value);
    }

    /// <summary>The address as mail goes to it: the local part as typed, in NFC; the domain in lower case and Unicode.</summary>
    /// <remarks>The role mailboxes of RFC 2142 (<c>postmaster</c>, <c>info</c>) are in lower case throughout.</remarks>
    public string Value { get; }

    /// <summary>The form that is unique among users: <see cref="Value"/> as <see cref="Normalize"/> has it.</summary>
    public string Normalized { get; }

    /// <summary>Reads an address; white space around it is dropped. Any string may be given, and none makes it throw.</summary>
    /// <param name="text">What the person typed.</param>
    /// <param name="address">The address, when the answer is true.</param>
    /// <param name="reason">A sentence for the person that says what is wrong, when the answer is false.</param>
    public static bool TryParse(
        string text,
        [NotNullWhen(true)] out EmailAddress? address,
        [NotNullWhen(false)] out string? reason)
    {
        reason = Read(text, out var value);
        address = reason is null ? new EmailAddress(value) : null;
        return reason is null;
    }

    /// <summary>The form under which a typed address is looked up: in upper case, in every script; otherwise as it is.</summary>
    /// <remarks>Takes any string, an address or not, and never throws; nothing is trimmed.</remarks>
    public static string Normalize(string text) => text.ToUpperInvariant();

    /// <summary>The address: <see cref="Value"/>.</summary>
    public override string ToString() => Value;

    private static string? Read(string text, out string value)
    {
        value = "";
        if (text.Length > 2 * LongestInput || EmailCharacters.Count(text) > LongestInput)
            return $"Length must not exceed {LongestInput} characters";
        if (EmailParts.Split(text.Trim(), out var typedLocal, out var typedDomain) is { } badShape)
            return badShape;
        if (EmailLocalPart.Read(typedLocal, out var local) is { } badLocal)
            return badLocal;
        if (EmailDomain.Read(typedDomain, out var ascii, out var unicode) is { } badDomain)
            return badDomain;

        value = $"{local}@{unicode}";
        return RefuseLength($"{typedLocal}@{typedDomain}")
            ?? RefuseLength(value, " after normalization")
            ?? RefuseLength($"{local}@{ascii}", " when the part after the @-sign is converted to IDNA ASCII");
    }

    private static string? RefuseLength(string address, string form = "")
    {
        var bytes = Encoding.UTF8.GetByteCount(address);
        if (bytes <= LongestAddress)
            return null;

        // How many characters that are is known only where each is a byte.
        var unit = form.Length == 0 && bytes == address.Length ? "character" : "byte";
        return $"The email address is too long{form} {EmailCharacters.TooMany(bytes - LongestAddress, unit)}.";
    }
}
