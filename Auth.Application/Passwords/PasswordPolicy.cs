using Microsoft.Extensions.Options;

namespace Auth.Application.Passwords;

/// <summary>Checks new passwords against the password rules.</summary>
/// <remarks>
/// The policy checks the length and, unless configured otherwise, rejects common passwords. It has no composition rules, no maximum length and no expiry
/// (NIST SP 800-63B §3.1.1.2). Stored passwords are not checked again.
/// </remarks>
public sealed class PasswordPolicy(IOptions<AuthOptions> options)
{
    private readonly int _minimumLength = options.Value.Passwords.MinimumLength;
    private readonly bool _refusesCommon = options.Value.Passwords.RefuseCommon;

    /// <summary>Returns the reason why a new password is rejected.</summary>
    /// <param name="password">The password, which can be any string. It is not trimmed or normalised.</param>
    /// <param name="email">The user's e-mail address; empty if unknown.</param>
    /// <returns>A message for the user; null if the password is accepted.</returns>
    public string? Refuse(string password, string email)
    {
        if (password.EnumerateRunes().Count() < _minimumLength)
            return $"Password should be at least {_minimumLength} characters";
        if (email.Length > 0 && password.Contains(email, StringComparison.OrdinalIgnoreCase))
            return "Password should not contain e-mail";

        // Users do not type NUL characters, and some parsers of login forms reject them.
        if (password.Contains('\0', StringComparison.Ordinal))
            return "Password should not contain a NUL character";
        if (_refusesCommon && CommonPasswords.Contains(password))
            return "Password should not be one of the most common";
        return null;
    }
}
