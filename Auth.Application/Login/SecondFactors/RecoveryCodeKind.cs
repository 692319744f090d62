using System.Security.Cryptography;
using System.Text;
using Auth.Application.Events;
using Auth.Domain.Credentials;
using Auth.Domain.Events;
using Auth.Domain.Sessions;
using Auth.Domain.Users;

namespace Auth.Application.Login.SecondFactors;

/// <summary>Recovery codes: ten single-use codes for the case that the other second factors are lost.</summary>
/// <remarks>
/// A code has 80 random bits, so a fast hash suffices. It is keyed with the user's id and not with a key of the service: codes are
/// kept for years and must survive the replacement of the secret.
/// </remarks>
public sealed class RecoveryCodeKind(IRecoveryCodeRepository codes, AccountEventPublisher events, TimeProvider time) : ISecondFactor
{
    /// <summary>The name of the method.</summary>
    public const string Name = "recovery_code";

    private const int Count = 10;
    private const int Length = 16;
    private const int GroupLength = 4;

    // Base32 of Crockford: no letters that look like digits.
    private const string Characters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    /// <inheritdoc/>
    public string Method => Name;

    /// <inheritdoc/>
    public bool IsBackup => true;

    /// <inheritdoc/>
    public async Task<SecondFactorSummary?> FindAsync(Guid userId, CancellationToken cancellationToken) =>
        await codes.CountAsync(userId, cancellationToken) is { } found
            ? new(Name, found.Count, found.CreatedAt, LastUsedAt: null)
            : null;

    /// <inheritdoc/>
    public async Task<AuthenticationMethods?> VerifyAsync(
        User user, SecondFactorResponse response, CancellationToken cancellationToken)
    {
        if (Normalize(response.Code) is not { Length: Length } code
            || !await codes.UseAsync(user.Id, Hash(user.Id, code), cancellationToken))
        {
            return null;
        }

        var remaining = await codes.CountAsync(user.Id, cancellationToken);
        await events.PublishAsync(new RecoveryCodeUsed(user, remaining?.Count ?? 0), cancellationToken);
        return AuthenticationMethods.Of(AuthenticationMethods.OneTimePassword);
    }

    /// <inheritdoc/>
    public async Task<AuthError?> RemoveAsync(User user, CancellationToken cancellationToken)
    {
        await codes.ReplaceAsync(user.Id, [], cancellationToken);
        return null;
    }

    /// <summary>Replaces the codes of a user in the current unit of work.</summary>
    /// <returns>The new codes, which are not stored.</returns>
    internal async Task<IReadOnlyList<string>> RenewAsync(Guid userId, CancellationToken cancellationToken)
    {
        var created = Enumerable.Range(0, Count).Select(_ => RandomNumberGenerator.GetString(Characters, Length)).ToList();
        var now = time.GetUtcNow();
        await codes.ReplaceAsync(
            userId, [.. created.Select(code => RecoveryCode.Create(userId, Hash(userId, code), now))], cancellationToken);
        return [.. created.Select(code => string.Join('-', code.Chunk(GroupLength).Select(group => new string(group))))];
    }

    /// <summary>Accepts lower case, other groups, and letters that look like digits.</summary>
    private static string Normalize(string code) => new([.. code.ToUpperInvariant()
        .Where(char.IsAsciiLetterOrDigit)
        .Select(character => character switch { 'O' => '0', 'I' or 'L' => '1', _ => character })]);

    private static byte[] Hash(Guid userId, string code) =>
        HMACSHA256.HashData(userId.ToByteArray(), Encoding.ASCII.GetBytes(code));
}
