namespace Auth.Infrastructure.Passwords.Formats;

/// <summary>Django's Argon2: <c>argon2$argon2id$v=19$m=102400,t=2,p=8$salt$digest</c>.</summary>
internal static class DjangoArgon2
{
    private const string Prefix = "argon2";

    /// <summary>Parses a stored hash. Returns null for any other format.</summary>
    public static StoredHash? TryParse(string text) =>
        text.StartsWith(Prefix + "$", StringComparison.Ordinal) && Argon2idHash.TryParse(text[Prefix.Length..]) is { } hash
            ? hash with { Kind = "django-argon2id" }
            : null;
}
