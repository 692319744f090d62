namespace Auth.Infrastructure.Passwords;

/// <summary>Counts the work done by bcrypt.</summary>
internal sealed class HashingCount
{
    private long _hashes, _rounds;

    /// <summary>The number of digests computed so far.</summary>
    public long Hashes => Interlocked.Read(ref _hashes);

    /// <summary>The number of rounds computed so far: 2 to the power of the work factor for each digest.</summary>
    public long Rounds => Interlocked.Read(ref _rounds);

    /// <summary>Counts a digest.</summary>
    public void Add(int workFactor)
    {
        Interlocked.Increment(ref _hashes);
        Interlocked.Add(ref _rounds, 1L << workFactor);
    }
}
