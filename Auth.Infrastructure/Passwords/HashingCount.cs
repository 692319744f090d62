namespace Auth.Infrastructure.Passwords;

/// <summary>The work that bcrypt has done.</summary>
internal sealed class HashingCount
{
    private long _hashes, _rounds;

    /// <summary>The digests computed so far.</summary>
    public long Hashes => Interlocked.Read(ref _hashes);

    /// <summary>The rounds computed so far: 2 to the power of the work factor for each digest.</summary>
    public long Rounds => Interlocked.Read(ref _rounds);

    /// <summary>Counts a digest.</summary>
    public void Add(int workFactor)
    {
        Interlocked.Increment(ref _hashes);
        Interlocked.Add(ref _rounds, 1L << workFactor);
    }
}
