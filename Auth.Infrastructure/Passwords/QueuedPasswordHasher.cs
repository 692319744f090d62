using System.Security.Cryptography;
using System.Text;
using Auth.Application;
using Auth.Application.Passwords;
using Auth.Infrastructure.Passwords.Formats;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Auth.Infrastructure.Passwords;

/// <summary>
/// Hashes passwords with bcrypt, or with passlib's <c>bcrypt_sha256</c> where bcrypt would truncate them. Verifies every
/// registered format. The queue serves clients in turn, by network.
/// </summary>
internal sealed partial class QueuedPasswordHasher(
    HashingQueue<HashInput> queue,
    HashingCount count,
    PasswordHashFormats formats,
    Caller caller,
    IOptions<AuthOptions> options,
    ILogger<QueuedPasswordHasher> logger) : IPasswordHasher
{
    /// <summary>The queue key of operator commands.</summary>
    private static readonly string[] Operator = ["operator"];

    private readonly int _workFactor = options.Value.Passwords.WorkFactor;
    private readonly bool _readableByFastApiUsers = options.Value.Passwords.ReadableByFastApiUsers;

    /// <inheritdoc/>
    public bool IsBusy => queue.Length > 0;

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
        if (formats.Find(hashedPassword) is { } hash && IsUsable(hash))
        {
            var digest = await ComputeAsync(hash.Prepare(password), cancellationToken);
            return !CryptographicOperations.FixedTimeEquals(digest, hash.Digest) ? PasswordVerification.Failed
                : NeedsRehash(hash, password) ? PasswordVerification.SucceededRehashDue
                : PasswordVerification.Succeeded;
        }

        // Computes a bcrypt hash as for a known user, so that the response time does not reveal whether a user exists.
        await ComputeAsync(BCryptInput.Create(password, new byte[BCryptInput.SaltBytes], _workFactor), cancellationToken);
        return PasswordVerification.Failed;
    }

    /// <summary>Whether to replace a hash. A readable hash of a long password is what <see cref="HashAsync"/> creates.</summary>
    private bool NeedsRehash(StoredHash hash, byte[] password) =>
        !(_readableByFastApiUsers && hash is Argon2idHash { IsCurrent: true } && !BCryptInput.ReadsAllOf(password))
        && hash.NeedsRehash(password, _workFactor);

    private async Task<byte[]> ComputeAsync(HashInput input, CancellationToken cancellationToken)
    {
        try
        {
            var client = caller.IsOperator ? Operator : ClientNetwork.PathOf(caller.IpAddress);
            var digest = await queue.ComputeAsync(input, client, cancellationToken);
            if (input is BCryptInput)
                count.Add(input.WorkFactor);
            return digest;
        }
        finally
        {
            input.Clear();
        }
    }

    private bool IsUsable(StoredHash hash)
    {
        if (hash.Obstacle is not { } obstacle)
            return true;
        LogUnusableHash(hash.Kind, hash.Cost, obstacle);
        return false;
    }

    [LoggerMessage(EventId = 1, EventName = "UnusableHash", Level = LogLevel.Warning,
        Message = "A stored {Kind} hash ({Cost}) was not verified: {Obstacle}")]
    private partial void LogUnusableHash(string kind, string cost, string obstacle);
}
