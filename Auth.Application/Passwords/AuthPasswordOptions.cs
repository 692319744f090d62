using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Auth.Application.Passwords;

/// <summary>The rules for passwords and their hashing: <c>Auth:Passwords</c>.</summary>
public sealed class AuthPasswordOptions
{
    /// <summary>The lowest accepted work factor.</summary>
    public const int LowestWorkFactor = 4;

    /// <summary>
    /// The highest accepted work factor, in this setting and in a stored hash. A hash with 18 takes about 15 seconds.
    /// </summary>
    public const int HighestWorkFactor = 18;

    /// <summary>The cost of bcrypt, from 4 to 18. A hash takes 2^n rounds.</summary>
    [Range(LowestWorkFactor, HighestWorkFactor)] public int WorkFactor { get; set; } = 12;

    /// <summary>
    /// Whether fastapi-users 13 and later can verify new hashes of passwords that bcrypt would truncate, for a return to it. They are
    /// Argon2id instead of passlib's bcrypt_sha256.
    /// </summary>
    public bool ReadableByFastApiUsers { get; set; }

    /// <summary>The minimum length of a new password in code points.</summary>
    [Range(1, 256)] public int MinimumLength { get; set; } = 8;

    /// <summary>Whether to reject the most common passwords.</summary>
    public bool RefuseCommon { get; set; } = true;

    /// <summary>The number of threads that are reserved for hashing; 0 means one thread per processor.</summary>
    [Range(0, 1024)] public int HashingThreads { get; set; }

    /// <summary>
    /// The maximum number of hashing threads that verify Argon2id or scrypt at once. Each of them needs up to 256 MiB. 0 means as
    /// many as fit into a quarter of the available memory.
    /// </summary>
    [Range(0, 1024)] public int Argon2idThreads { get; set; }

    /// <summary>
    /// The maximum number of hashes that wait for a hashing thread. 0 means as many as can be computed in about 15 seconds,
    /// measured at startup.
    /// </summary>
    [Range(0, int.MaxValue)] public int MaxQueueLength { get; set; }

    /// <summary>The hash parameters of a Firebase project whose users were imported.</summary>
    [ValidateObjectMembers] public FirebaseScryptOptions Firebase { get; set; } = new();
}
