using System.Diagnostics.CodeAnalysis;

namespace Auth.Domain.Users;

/// <summary>An e-mail address that accepts mail from any server (RFC 5321), in any script (RFC 6531).</summary>
/// <remarks>
/// An address consists of a dot-atom of at most 64 bytes, an @-sign and a dotted domain name. Its maximum length is 254 bytes.
/// Quotes, IP literals, display names and reserved domains are rejected. Most messages are those of Python's email-validator,
/// because clients of fastapi-users compare them.
/// </remarks>
public sealed record EmailAddress
{
    // Far longer than any address. Longer input is rejected before any costly check.
    private const int LongestInput = 2048;

    // RFC 5321 §4.5.3.1.3 without the angle brackets of the path, in bytes of UTF-8.
    private const int LongestAddress = 254;

    private EmailAddress(string value)
    {
        Value = value;
        Normalized = Normalize(value);
    }

    /// <summary>The address for delivery: the local part as typed, in NFC; the domain in lower case and Unicode.</summary>
    public string Value { get; }

    /// <summary>The form that is unique among users: <see cref="Value"/> after <see cref="Normalize"/>.</summary>
    public string Normalized { get; }

    /// <summary>Parses an address. Surrounding white space is removed. No input causes an exception.</summary>
    /// <param name="text">The text to parse.</param>
    /// <param name="address">The address, if the result is true.</param>
    /// <param name="reason">A message for the user that states the problem, if the result is false.</param>
    public static bool TryParse(
        string text,
        [NotNullWhen(true)] out EmailAddress? address,
        [NotNullWhen(false)] out string? reason)
    {
        reason = Read(text, out var value);
        address = reason is null ? new EmailAddress(value) : null;
        return reason is null;
    }

    /// <summary>Returns the lookup form of an address: storable text in upper case in every script, and otherwise unchanged.</summary>
    /// <remarks>Accepts any string, whether or not it is an address. It does not trim the text and does not throw.</remarks>
    public static string Normalize(string text) => StorableText.Of(text).ToUpperInvariant();

    /// <summary>Returns <see cref="Value"/>.</summary>
    public override string ToString() => Value;

    private static string? Read(string text, out string value)
    {
        value = "";
        if (text.Length > LongestInput)
            return $"Length must not exceed {LongestInput} characters";

        var typed = text.Trim();
        var at = typed.IndexOf('@');
        if (at < 0)
            return "An email address must have an @-sign.";
        if (typed.EndsWith('>'))
            return "A display name and angle brackets around the email address are not permitted here.";
        if (EmailLocalPart.Read(typed[..at], out var local) is { } badLocal)
            return badLocal;
        if (EmailDomain.Read(typed[(at + 1)..], out var ascii, out var unicode) is { } badDomain)
            return badDomain;

        // Servers without support for other scripts receive the ASCII form of the domain, which is usually longer.
        value = $"{local}@{unicode}";
        return RefuseLength(value) ?? RefuseLength($"{local}@{ascii}");
    }

    private static string? RefuseLength(string address) => EmailCharacters.ExcessOver(LongestAddress, address) is { } excess
        ? $"The email address is too long ({excess} too many)."
        : null;
}
