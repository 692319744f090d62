using Auth.Application.Passwords;

namespace Auth.Infrastructure.Passwords.Formats;

/// <summary>The registered formats of stored hashes.</summary>
internal sealed class PasswordHashFormats(IEnumerable<PasswordHashFormat> formats) : IPasswordHashFormats
{
    /// <summary>The length of the database column.</summary>
    private const int MaxLength = 1024;

    private readonly PasswordHashFormat[] _formats = [.. formats];

    /// <summary>Parses a stored hash. Returns null for a text in no format.</summary>
    public StoredHash? Find(string storedHash)
    {
        if (storedHash.Length is 0 or > MaxLength)
            return null;
        foreach (var format in _formats)
        {
            if (format.TryParse(storedHash) is { } hash)
                return hash;
        }

        return null;
    }

    /// <inheritdoc/>
    public HashDescription? Describe(string storedHash)
    {
        ArgumentNullException.ThrowIfNull(storedHash);
        return Find(storedHash) is { Obstacle: null } hash ? new(hash.Kind, hash.Cost) : null;
    }
}

/// <summary>A format of stored hashes.</summary>
/// <param name="TryParse">Parses a stored hash. Returns null for any other text, and throws for none.</param>
internal sealed record PasswordHashFormat(Func<string, StoredHash?> TryParse);
