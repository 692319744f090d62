using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Auth.Application.Backends.Jwt;
using Auth.Domain.Throttling;
using Auth.Domain.Users;
using Microsoft.Extensions.Options;

namespace Auth.Application.Login;

/// <summary>
/// Issues and verifies device tokens, which prove that a device has logged in to an account before (OWASP, "Slow Down Online
/// Guessing Attacks with Device Cookies"). A device token grants no access.
/// </summary>
/// <remarks>
/// A token is the base64url form of a random device id, an expiry and an HMAC-SHA-256 over both and the account's address. The
/// address itself is not in the token, so the token does not reveal which account it is for.
/// </remarks>
public sealed class DeviceTokens(IOptions<AuthOptions> options, TimeProvider time)
{
    private const int IdBytes = 16;
    private const int SignedBytes = IdBytes + sizeof(long);
    private const int TokenBytes = SignedBytes + HMACSHA256.HashSizeInBytes;

    private static readonly int TokenLength = Base64Url.GetEncodedLength(TokenBytes);

    private readonly ThrottleOptions _options = options.Value.Throttle;

    private readonly byte[][] _keys = DerivedKey.AllFrom(options.Value.Jwt, "auth: device of a login");

    /// <summary>The time for which a new token is valid.</summary>
    public TimeSpan Lifetime => TimeSpan.FromDays(_options.DeviceCookieDays);

    private bool IsEnabled => _options.Enabled && _options.DeviceCookies;

    /// <summary>Returns the name of the login budget of the device with a token.</summary>
    /// <returns>Null if the token is missing, forged, expired or for another account.</returns>
    public string? BudgetOf(string email, string? token) =>
        Read(email, token) is { } device ? LoginBudget.OfDevice(device.Id) : null;

    /// <summary>Issues a token after a successful login.</summary>
    /// <returns>Null if the device has a token that is signed with the newest key and has half of its lifetime left.</returns>
    public string? Renew(string email, string? token)
    {
        if (!IsEnabled)
            return null;
        var held = Read(email, token);
        var now = time.GetUtcNow();

        // More than a full lifetime is left if the clock was set back, or the lifetime was shortened, since the token was issued.
        if (held is { IsNewest: true } current
            && current.ExpiresAt - now >= Lifetime / 2 && current.ExpiresAt - now <= Lifetime)
        {
            return null;
        }

        return Write(email, held?.Id ?? RandomNumberGenerator.GetBytes(IdBytes), now + Lifetime);
    }

    private string Write(string email, byte[] id, DateTimeOffset expiresAt)
    {
        var token = new byte[TokenBytes];
        id.CopyTo(token, 0);
        BinaryPrimitives.WriteInt64BigEndian(token.AsSpan(IdBytes), expiresAt.ToUnixTimeSeconds());
        Sign(_keys[0], email, token.AsSpan(0, SignedBytes)).CopyTo(token, SignedBytes);
        return Base64Url.EncodeToString(token);
    }

    private (byte[] Id, DateTimeOffset ExpiresAt, bool IsNewest)? Read(string email, string? token)
    {
        var bytes = new byte[TokenBytes];
        if (!IsEnabled || token?.Length != TokenLength
            || Base64Url.DecodeFromChars(token, bytes, out _, out var length) is not OperationStatus.Done
            || length != TokenBytes)
        {
            return null;
        }

        var (signed, signature) = (bytes[..SignedBytes], bytes[SignedBytes..]);
        var key = Array.FindIndex(
            _keys, key => CryptographicOperations.FixedTimeEquals(Sign(key, email, signed), signature));
        if (key < 0)
            return null;
        var expiresAt = DateTimeOffset.FromUnixTimeSeconds(BinaryPrimitives.ReadInt64BigEndian(signed.AsSpan(IdBytes)));
        return expiresAt > time.GetUtcNow() ? (signed[..IdBytes], expiresAt, key == 0) : null;
    }

    private static byte[] Sign(byte[] key, string email, ReadOnlySpan<byte> idAndExpiry)
    {
        byte[] text = [.. idAndExpiry, .. Encoding.UTF8.GetBytes(EmailAddress.Normalize(email))];
        return HMACSHA256.HashData(key, text);
    }
}
