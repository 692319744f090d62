using System.Globalization;
using System.Security.Cryptography;

namespace Auth.Application.Passwords;

/// <summary>Converts a password of a Firebase export to the form in which this service stores it.</summary>
public static class FirebaseCredential
{
    private const int KeyIdLength = 8;

    /// <summary>Returns <c>$firebase-scrypt$ln=14,r=8,k=…$salt$separator$hash</c>. The key is named, not contained.</summary>
    /// <param name="project">The hash parameters of the project.</param>
    /// <param name="salt">The member <c>salt</c> of the user, in base64 or base64url.</param>
    /// <param name="passwordHash">The member <c>passwordHash</c> of the user, in base64 or base64url.</param>
    /// <returns>Null if the signer key is not set, or if a value is not base64.</returns>
    public static string? ToStoredHash(FirebaseScryptOptions project, string salt, string passwordHash)
    {
        ArgumentNullException.ThrowIfNull(project);
        ArgumentNullException.ThrowIfNull(salt);
        ArgumentNullException.ThrowIfNull(passwordHash);
        return project.DecodeSignerKey() is { } key
            && LenientBase64.Decode(project.SaltSeparator) is { } separator
            && LenientBase64.Decode(salt) is { Length: > 0 } saltBytes
            && LenientBase64.Decode(passwordHash) is { } hash && hash.Length == key.Length
                ? string.Create(CultureInfo.InvariantCulture, $"$firebase-scrypt$ln={project.MemoryCost},r={project.Rounds},"
                    + $"k={KeyId(key)}${Encode(saltBytes)}${Encode(separator)}${Encode(hash)}")
                : null;
    }

    /// <summary>Returns the name of a signer key in a stored hash: the start of its SHA-256 in hexadecimal.</summary>
    public static string KeyId(byte[] signerKey) => Convert.ToHexStringLower(SHA256.HashData(signerKey))[..KeyIdLength];

    private static string Encode(byte[] bytes) => Convert.ToBase64String(bytes).TrimEnd('=');
}
