namespace Auth.Domain.Sessions;

/// <summary>The methods that proved a user's identity: the claim <c>amr</c> (RFC 8176).</summary>
public sealed class AuthenticationMethods
{
    /// <summary>A password.</summary>
    public const string Password = "pwd";

    /// <summary>A one-time password, such as a code of an authenticator app or a recovery code.</summary>
    public const string OneTimePassword = "otp";

    /// <summary>A key in hardware.</summary>
    public const string HardwareKey = "hwk";

    /// <summary>A key in software, such as a passkey that is synchronized between devices.</summary>
    public const string SoftwareKey = "swk";

    /// <summary>A device verified the user, for example by a fingerprint.</summary>
    public const string UserVerification = "user";

    /// <summary>Two or more factors. Only this method shows that no second factor is missing.</summary>
    public const string MultipleFactors = "mfa";

    /// <summary>A trusted device replaced the second factor.</summary>
    public const string TrustedDevice = "rba";

    /// <summary>An external provider. The value is not in RFC 8176; Microsoft Entra ID issues it.</summary>
    public const string ExternalProvider = "fed";

    /// <summary>A token or a code that was mailed. RFC 8176 has no value for it.</summary>
    public const string Email = "email";

    /// <summary>The maximum length of the stored text.</summary>
    public const int MaxLength = 100;

    private readonly SortedSet<string> _values;

    private AuthenticationMethods(IEnumerable<string> values) => _values = new(values, StringComparer.Ordinal);

    /// <summary>The methods in alphabetical order.</summary>
    public IReadOnlyCollection<string> Values => _values;

    /// <summary>Whether the methods show a second factor.</summary>
    public bool ShowSecondFactor => _values.Contains(MultipleFactors);

    /// <summary>Whether a trusted device replaced the second factor.</summary>
    public bool ShowTrustedDevice => _values.Contains(TrustedDevice);

    /// <summary>Whether a passkey or a mail proved the identity, without a password and an external provider.</summary>
    public bool ArePasswordless => _values.Count > 0 && !_values.Contains(Password) && !_values.Contains(ExternalProvider);

    /// <summary>Creates a set of methods.</summary>
    public static AuthenticationMethods Of(params IEnumerable<string> values) => new(values);

    /// <summary>Returns the methods in a stored text. A session that an earlier version created has none.</summary>
    public static AuthenticationMethods Parse(string? stored) =>
        new((stored ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries));

    /// <summary>Returns these methods and others.</summary>
    public AuthenticationMethods With(params IEnumerable<string> others) => new(_values.Concat(others));

    /// <summary>Returns the text to store.</summary>
    public override string ToString() => string.Join(' ', _values);
}
