using Auth.Domain.Credentials;
using Microsoft.Extensions.Options;

namespace Auth.Application.Login.SecondFactors;

/// <summary>
/// Encrypts the secrets of authenticator apps under the current signing secret while it is being replaced, so that users who do not
/// log in meanwhile keep their apps.
/// </summary>
public sealed class TotpSecretRenewal(ITotpRepository factors, TotpFactorKind totp, IOptions<AuthOptions> options)
{
    private const int PageSize = 200;

    /// <summary>Encrypts the secrets that were encrypted under another secret. Without one, it does nothing.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (options.Value.Jwt.VerificationSecrets.Count == 0)
            return;
        IReadOnlyList<TotpFactor> page;
        for (var skip = 0; (page = await factors.ListAsync(skip, PageSize, cancellationToken)).Count > 0; skip += page.Count)
        {
            foreach (var factor in page)
            {
                if (factor.ProtectedSecret is { } stored && totp.Renew(factor.UserId, stored) is { } renewed)
                    await factors.ReplaceSecretAsync(factor.UserId, stored, renewed, cancellationToken);
            }
        }
    }
}
