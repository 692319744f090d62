using Auth.Application.Encryption;
using Auth.Domain.Credentials;
using Auth.Domain.Sessions;
using Auth.Domain.Users;
using Microsoft.Extensions.Options;
using OtpNet;

namespace Auth.Application.Login.SecondFactors;

/// <summary>The codes of an authenticator app (RFC 6238): six digits, 30 seconds, HMAC-SHA-1, which all apps support.</summary>
public sealed class TotpFactorKind(ITotpRepository factors, IOptions<AuthOptions> options, TimeProvider time) : ISecondFactor
{
    /// <summary>The name of the method.</summary>
    public const string Name = "totp";

    /// <summary>The number of digits of a code.</summary>
    public const int Digits = 6;

    /// <summary>The duration of a time step in seconds.</summary>
    internal const int StepSeconds = 30;

    /// <summary>The length of a secret: that of the hash (RFC 4226 §4, R6).</summary>
    private const int SecretBytes = 20;

    private readonly SecretCipher _cipher = new(options.Value.Jwt, "auth: secrets of authenticator apps");

    /// <inheritdoc/>
    public string Method => Name;

    /// <inheritdoc/>
    public async Task<SecondFactorSummary?> FindAsync(Guid userId, CancellationToken cancellationToken) =>
        await factors.FindAsync(userId, cancellationToken) is { ConfirmedAt: { } confirmedAt } factor
            ? new(Name, Count: 1, confirmedAt, factor.LastUsedAt)
            : null;

    /// <inheritdoc/>
    public async Task<AuthenticationMethods?> VerifyAsync(
        User user, SecondFactorResponse response, CancellationToken cancellationToken)
    {
        if (await factors.FindAsync(user.Id, cancellationToken) is not { ProtectedSecret: { } stored, ConfirmedAt: not null }
            || _cipher.Decrypt(stored, RowOf(user.Id), out var isNewest) is not { } secret
            || StepOf(secret, response.Code, time.GetUtcNow()) is not { } step)
        {
            return null;
        }

        var renewed = isNewest ? stored : _cipher.Encrypt(secret, RowOf(user.Id));
        return await factors.UseAsync(user.Id, stored, step, renewed, time.GetUtcNow(), cancellationToken)
            ? AuthenticationMethods.Of(AuthenticationMethods.OneTimePassword)
            : null;
    }

    /// <inheritdoc/>
    public async Task<AuthError?> RemoveAsync(User user, CancellationToken cancellationToken)
    {
        await factors.DeleteAsync(user.Id, cancellationToken);
        return null;
    }

    /// <summary>Stores a new secret, which is used after its confirmation.</summary>
    /// <returns>The secret in Base32 (RFC 4648 §6).</returns>
    internal async Task<string> BeginAsync(Guid userId, CancellationToken cancellationToken)
    {
        var secret = KeyGeneration.GenerateRandomKey(SecretBytes);
        await factors.BeginAsync(userId, _cipher.Encrypt(secret, RowOf(userId)), cancellationToken);
        return Base32Encoding.ToString(secret);
    }

    /// <summary>Confirms the new secret with a code.</summary>
    internal async Task<bool> ConfirmAsync(Guid userId, string code, CancellationToken cancellationToken) =>
        await factors.FindAsync(userId, cancellationToken) is { PendingSecret: { } pending }
        && _cipher.Decrypt(pending, RowOf(userId), out _) is { } secret
        && StepOf(secret, code, time.GetUtcNow()) is { } step
        && await factors.ConfirmAsync(userId, pending, step, time.GetUtcNow(), cancellationToken);

    /// <summary>Returns a secret encrypted with the newest key; null if it is already, or cannot be decrypted.</summary>
    internal byte[]? Renew(Guid userId, byte[] stored) =>
        _cipher.Decrypt(stored, RowOf(userId), out var isNewest) is { } secret && !isNewest
            ? _cipher.Encrypt(secret, RowOf(userId))
            : null;

    /// <summary>Returns the time step of a code, which is the current one or one next to it; null for a wrong code.</summary>
    internal static long? StepOf(byte[] secret, string code, DateTimeOffset now)
    {
        // Apps display the code in two groups.
        code = code.Replace(" ", "", StringComparison.Ordinal);
        return code.Length == Digits && code.All(char.IsAsciiDigit)
            && new Totp(secret, StepSeconds, OtpHashMode.Sha1, Digits).VerifyTotp(
                now.UtcDateTime, code, out var step, new VerificationWindow(previous: 1, future: 1))
            ? step
            : null;
    }

    private static byte[] RowOf(Guid userId) => userId.ToByteArray();
}
