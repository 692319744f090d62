using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Auth.Domain.Users;

/// <summary>An e-mail address that mail can reach from anywhere: RFC 5321, with the other scripts of RFC 6531.</summary>
/// <remarks>
/// A dot-atom before the @-sign, a dotted domain name after it, 254 bytes in all. Quotes, IP literals, display names and the
/// reserved domains are refused, mostly in the sentences of Python's email-validator, which clients of fastapi-users know.
/// The 64 bytes before the @-sign of RFC 5321 §4.5.3.1.1 are what every server must take, not the most that one may: longer
/// ones are in use, and accepted.
/// </remarks>
public sealed record EmailAddress
{
    // No address is near it, and nothing costly is done with a longer text.
    private const int LongestInput = 2048;

    // RFC 5321 §4.5.3.1.3 less the path's angle brackets, in bytes of UTF-8.
    private const int LongestAddress = 254;

    private EmailAddress(string value)
    {
        Value = value;
        Normalized = Normalize(value);
    }

    /// <summary>The address as mail goes to it: the local part as typed, in NFC; the domain in lower case and Unicode.</summary>
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

        // Servers that know no other script get the ASCII form of the domain, which is usually the longer one.
        value = $"{local}@{unicode}";
        return RefuseLength(value) ?? RefuseLength($"{local}@{ascii}");
    }

    private static string? RefuseLength(string address)
    {
        var excess = Encoding.UTF8.GetByteCount(address) - LongestAddress;
        if (excess <= 0)
            return null;

        var unit = Ascii.IsValid(address) ? "character" : "byte";
        return $"The email address is too long ({excess} {unit}{(excess == 1 ? "" : "s")} too many).";
    }
}
