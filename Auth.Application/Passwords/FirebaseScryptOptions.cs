using System.ComponentModel.DataAnnotations;

namespace Auth.Application.Passwords;

/// <summary>
/// The hash parameters of a Firebase project, as its console shows them: <c>Auth:Passwords:Firebase</c>. Users that were exported
/// from the project log in with their passwords if the signer key is set.
/// </summary>
public sealed class FirebaseScryptOptions : IValidatableObject
{
    private const int ShortestKey = 16, LongestKey = 128, LongestSeparator = 64;

    /// <summary><c>base64_signer_key</c>, in base64.</summary>
    public string? SignerKey { get; set; }

    /// <summary>The path of a file that contains <see cref="SignerKey"/>.</summary>
    public string? SignerKeyFile { get; set; }

    /// <summary><c>base64_salt_separator</c>, in base64.</summary>
    public string SaltSeparator { get; set; } = "Bw==";

    /// <summary><c>rounds</c>, the block size of scrypt.</summary>
    [Range(1, 32)] public int Rounds { get; set; } = 8;

    /// <summary><c>mem_cost</c>, the binary logarithm of the cost of scrypt.</summary>
    [Range(1, 20)] public int MemoryCost { get; set; } = 14;

    /// <summary>Returns the bytes of <see cref="SignerKey"/>; null if it is not set or not base64.</summary>
    public byte[]? DecodeSignerKey() => string.IsNullOrEmpty(SignerKey) ? null : LenientBase64.Decode(SignerKey);

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!string.IsNullOrEmpty(SignerKey) && DecodeSignerKey() is not { Length: >= ShortestKey and <= LongestKey })
            yield return new("Auth:Passwords:Firebase:SignerKey must be the base64_signer_key of the project.");
        if (LenientBase64.Decode(SaltSeparator) is not { Length: <= LongestSeparator })
            yield return new("Auth:Passwords:Firebase:SaltSeparator must be base64.");
    }
}
