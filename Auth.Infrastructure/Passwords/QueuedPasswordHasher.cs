using System.Security.Cryptography;
using System.Text;
using Auth.Application;
using Auth.Application.Passwords;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Auth.Infrastructure.Passwords;

/// <summary>
/// Hashes passwords with bcrypt, or with passlib's <c>bcrypt_sha256</c> where bcrypt would truncate them. Verifies both formats
/// and Argon2id. The queue serves clients in turn, by network.
/// </summary>
internal sealed partial class QueuedPasswordHasher(
    HashingQueue<HashInput> queue,
    HashingCount count,
    Caller caller,
    IOptions<AuthOptions> options,
    ILogger<QueuedPasswordHasher> logger) : IPasswordHasher
{
    /// <summary>The queue key of operator commands.</summary>
    private static readonly string[] Operator = ["operator"];

    private readonly int _workFactor = options.Value.Passwords.WorkFactor;
    private readonly bool _readableByFastApiUsers = options.Value.Passwords.ReadableByFastApiUsers;

    /// <inheritdoc/>
    public async Task<string> HashAsync(string password, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(password);
        var bytes = Encoding.UTF8.GetBytes(password);
        try
        {
            var salt = RandomNumberGenerator.GetBytes(BCryptInput.SaltBytes);
            if (BCryptInput.ReadsAllOf(bytes))
            {
                var digest = await ComputeAsync(BCryptInput.Create(bytes, salt, _workFactor), cancellationToken);
                return new BCryptHash('b', _workFactor, salt, digest).ToString();
            }

            if (_readableByFastApiUsers)
            {
                var readable = Argon2idHash.WithoutDigest(salt);
                return (readable with { Digest = await ComputeAsync(new Argon2idInput(readable, bytes), cancellationToken) }).ToString();
            }

            var saltText = BCryptBase64.Encode(salt);
            var longDigest = await ComputeAsync(BCryptSha256Hash.Input(bytes, saltText, _workFactor), cancellationToken);
            return new BCryptSha256Hash('b', _workFactor, saltText, longDigest).ToString();
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
        }
    }

    /// <inheritdoc/>
    public async Task<PasswordVerification> VerifyAsync(
        string password, string? hashedPassword, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(password);
        var bytes = Encoding.UTF8.GetBytes(password);
        try
        {
            return await VerifyAsync(bytes, hashedPassword ?? "", cancellationToken);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
        }
    }

    private async Task<PasswordVerification> VerifyAsync(
        byte[] password, string hashedPassword, CancellationToken cancellationToken)
    {
        if (BCryptHash.TryParse(hashedPassword) is { } hash && IsAffordable(hash.WorkFactor))
        {
            var digest = await ComputeAsync(BCryptInput.Create(password, hash.Salt, hash.WorkFactor), cancellationToken);
            // A hash of the first 72 bytes is not replaced: the rest of the password has never been verified.
            return Outcome(digest, hash.Digest, BCryptInput.ReadsAllOf(password) && IsOutdated(hash.Revision, hash.WorkFactor));
        }

        if (BCryptSha256Hash.TryParse(hashedPassword) is { } longHash && IsAffordable(longHash.WorkFactor))
        {
            var input = BCryptSha256Hash.Input(password, longHash.Salt, longHash.WorkFactor);
            var digest = await ComputeAsync(input, cancellationToken);
            return Outcome(digest, longHash.Digest, IsOutdated(longHash.Revision, longHash.WorkFactor));
        }

        if (Argon2idHash.TryParse(hashedPassword) is { } argon2idHash && IsAffordable(argon2idHash))
        {
            var digest = await ComputeAsync(new Argon2idInput(argon2idHash, password), cancellationToken);
            var isCurrent = _readableByFastApiUsers && argon2idHash.IsCurrent && !BCryptInput.ReadsAllOf(password);
            return Outcome(digest, argon2idHash.Digest, rehashDue: !isCurrent);
        }

        // Computes a bcrypt hash as for a known user, so that the response time does not reveal whether a user exists.
        await ComputeAsync(BCryptInput.Create(password, new byte[BCryptInput.SaltBytes], _workFactor), cancellationToken);
        return PasswordVerification.Failed;
    }

    private async Task<byte[]> ComputeAsync(BCryptInput input, CancellationToken cancellationToken)
    {
        try
        {
            var digest = await ComputeAsync((HashInput)input, cancellationToken);
            count.Add(input.WorkFactor);
            return digest;
        }
        finally
        {
            input.Clear();
        }
    }

    private Task<byte[]> ComputeAsync(HashInput input, CancellationToken cancellationToken) => queue.ComputeAsync(
        input, caller.IsOperator ? Operator : ClientNetwork.PathOf(caller.IpAddress), cancellationToken);

    private static PasswordVerification Outcome(byte[] digest, byte[] stored, bool rehashDue) =>
        !CryptographicOperations.FixedTimeEquals(digest, stored) ? PasswordVerification.Failed
        : rehashDue ? PasswordVerification.SucceededRehashDue
        : PasswordVerification.Succeeded;

    private bool IsOutdated(char revision, int workFactor) => revision != 'b' || workFactor < _workFactor;

    private bool IsAffordable(int workFactor)
    {
        if (workFactor <= AuthPasswordOptions.HighestWorkFactor)
            return true;
        LogBCryptTooCostly(workFactor, AuthPasswordOptions.HighestWorkFactor);
        return false;
    }

    private bool IsAffordable(Argon2idHash hash)
    {
        if (hash.IsAffordable)
            return true;
        LogArgon2idTooCostly(hash.Memory, hash.Iterations, hash.Parallelism);
        return false;
    }

    [LoggerMessage(EventId = 1, EventName = "BCryptTooCostly", Level = LogLevel.Warning,
        Message = "A stored bcrypt hash was not verified: its work factor is {WorkFactor}, above the limit of {Highest}")]
    private partial void LogBCryptTooCostly(int workFactor, int highest);

    [LoggerMessage(EventId = 2, EventName = "Argon2idTooCostly", Level = LogLevel.Warning,
        Message = "A stored Argon2id hash was not verified: {Memory} KiB, {Iterations} passes, {Parallelism} lanes is too much")]
    private partial void LogArgon2idTooCostly(int memory, int iterations, int parallelism);
}
