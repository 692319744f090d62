using Microsoft.Extensions.Options;

namespace Auth.Application.Passwords;

/// <summary>Judges whether a password is good enough to be set.</summary>
/// <remarks>
/// Length and what is guessed first are what counts; there are no rules of composition, no upper limit and no expiry
/// (NIST SP 800-63B §3.1.1.2). Stored passwords are never judged again.
/// </remarks>
/// <param name="options">Where the least length is set.</param>
public sealed class PasswordPolicy(IOptions<AuthOptions> options)
{
    private readonly int _minimumLength = options.Value.Passwords.MinimumLength;

    /// <summary>Tells what is wrong with a password that a person wants to have.</summary>
    /// <param name="password">What the person typed; any string, and judged as it is: never trimmed nor normalised.</param>
    /// <param name="email">The person's address; empty where none is known.</param>
    /// <returns>A sentence for the person, or null when the password may be used.</returns>
    public string? Refuse(string password, string email)
    {
        if (password.EnumerateRunes().Count() < _minimumLength)
            return $"Password should be at least {_minimumLength} characters";
        if (email.Length > 0 && password.Contains(email, StringComparison.OrdinalIgnoreCase))
            return "Password should not contain e-mail";

        // Nobody types one, and not every reader of a login form lets one through.
        if (password.Contains('\0', StringComparison.Ordinal))
            return "Password should not contain a NUL character";
        if (CommonPasswords.Contains(password))
            return "Password should not be one of the most common";
        return null;
    }
}
