namespace Auth.Application.Passwords;

/// <summary>How passwords are judged and hashed: <c>Auth:Passwords</c>.</summary>
public sealed class PasswordOptions
{
    /// <summary>The lowest work factor that is accepted.</summary>
    public const int LowestWorkFactor = 4;

    /// <summary>
    /// The highest work factor that is accepted, in this setting and in a stored hash: 18 takes some 15 seconds.
    /// </summary>
    public const int HighestWorkFactor = 18;

    /// <summary>bcrypt's cost: a hash takes 2^n rounds. 4 to 18.</summary>
    public int WorkFactor { get; set; } = 12;

    /// <summary>The fewest code points that a new password may have.</summary>
    public int MinimumLength { get; set; } = 8;

    /// <summary>The number of threads that only hash; 0 means one for each processor.</summary>
    public int HashingThreads { get; set; }

    /// <summary>
    /// The most hashing threads that verify Argon2id at once, of which each takes up to 256 MiB; 0 means as many as fit into a
    /// quarter of the available memory.
    /// </summary>
    public int Argon2idThreads { get; set; }

    /// <summary>
    /// The most hashes that wait for a hashing thread; 0 means as many as are done in about 15 seconds, measured at start.
    /// </summary>
    public int MaxQueueLength { get; set; }
}
