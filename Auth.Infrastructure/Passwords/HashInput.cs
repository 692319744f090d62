namespace Auth.Infrastructure.Passwords;

/// <summary>The input of one digest of any algorithm. All algorithms share one queue, so that none is preferred.</summary>
internal abstract class HashInput
{
    /// <summary>The name of the algorithm in metrics and traces.</summary>
    public abstract string Algorithm { get; }

    /// <summary>The work factor of an algorithm that computes several inputs at once; otherwise 0.</summary>
    public virtual int WorkFactor => 0;

    /// <summary>Whether a computation needs so much memory that few may run concurrently.</summary>
    public virtual bool IsMemoryHard => false;

    /// <summary>Computes the digest on the calling thread.</summary>
    public abstract byte[] Compute();

    /// <summary>Computes the digests of inputs of this algorithm and work factor, in input order.</summary>
    public virtual byte[][] ComputeAll(IReadOnlyList<HashInput> inputs) => [.. inputs.Select(input => input.Compute())];

    /// <summary>Clears copies of the password from memory.</summary>
    public virtual void Clear()
    {
    }
}
