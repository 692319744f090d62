using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Auth.Application.Backends.Jwt;
using Auth.Domain.Credentials;
using Microsoft.Extensions.Options;

namespace Auth.Application.Login.Passkeys;

/// <summary>
/// Issues and verifies the challenges that authenticators sign. A challenge is signed itself, so that nothing is stored before its
/// use.
/// </summary>
/// <remarks>
/// A challenge is a random id, an expiry and an HMAC-SHA-256 over both and the purpose. The purpose names the ceremony, and the
/// backend or the user. The id is stored when a challenge is used, so that no process accepts it again.
/// </remarks>
public sealed class PasskeyChallenges(IOptions<AuthOptions> options, TimeProvider time)
{
    /// <summary>The lifetime of a challenge.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    private const int IdBytes = 16;
    private const int SignedBytes = IdBytes + sizeof(long);
    private const int ChallengeBytes = SignedBytes + HMACSHA256.HashSizeInBytes;

    private readonly byte[][] _keys = DerivedKey.AllFrom(options.Value.Jwt, "auth: challenge of a passkey");

    /// <summary>The purpose of a challenge with which a user adds a passkey.</summary>
    public static string Registration(Guid userId) => $"registration {userId:D}";

    /// <summary>The purpose of a challenge with which a user logs in.</summary>
    /// <param name="backend">The name of the backend that issues the tokens.</param>
    public static string Login(string backend) => $"login {backend}";

    /// <summary>The purpose of a challenge with which a user presents a passkey as the second factor.</summary>
    /// <param name="userId">The user.</param>
    /// <param name="login">The id of the login that requires it; null for the confirmation of an earlier login.</param>
    public static string SecondFactor(Guid userId, Guid? login) => $"second factor {userId:D} {login:D}";

    /// <summary>Issues a challenge.</summary>
    public byte[] Issue(string purpose)
    {
        var challenge = new byte[ChallengeBytes];
        RandomNumberGenerator.Fill(challenge.AsSpan(0, IdBytes));
        BinaryPrimitives.WriteInt64BigEndian(challenge.AsSpan(IdBytes), (time.GetUtcNow() + Lifetime).ToUnixTimeMilliseconds());
        Sign(_keys[0], purpose, challenge).CopyTo(challenge.AsSpan(SignedBytes));
        return challenge;
    }

    /// <summary>Verifies a challenge. It is not used by this.</summary>
    /// <returns>The mark of its use; null if it is forged, expired or for another purpose.</returns>
    public UsedLoginState? Read(byte[] challenge, string purpose)
    {
        if (challenge.Length != ChallengeBytes
            || !_keys.Any(key => CryptographicOperations.FixedTimeEquals(
                Sign(key, purpose, challenge), challenge.AsSpan(SignedBytes))))
        {
            return null;
        }

        var expiresAt = DateTimeOffset.FromUnixTimeMilliseconds(
            BinaryPrimitives.ReadInt64BigEndian(challenge.AsSpan(IdBytes)));

        // More than a full lifetime is left if the clock was set back since the challenge was issued.
        var left = expiresAt - time.GetUtcNow();
        return left > TimeSpan.Zero && left <= Lifetime
            ? UsedLoginState.Create(new Guid(challenge.AsSpan(0, IdBytes)), expiresAt)
            : null;
    }

    private static byte[] Sign(byte[] key, string purpose, byte[] challenge)
    {
        byte[] text = [.. challenge.AsSpan(0, SignedBytes), .. Encoding.UTF8.GetBytes(purpose)];
        return HMACSHA256.HashData(key, text);
    }
}
