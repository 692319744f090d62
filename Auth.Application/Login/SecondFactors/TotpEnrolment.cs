using Auth.Application.Events;
using Auth.Domain.Events;
using Auth.Domain.Sessions;
using Auth.Domain.Users;
using Microsoft.Extensions.Options;
using OtpNet;
using QRCoder;

namespace Auth.Application.Login.SecondFactors;

/// <summary>Sets up the authenticator app of the caller.</summary>
public sealed class TotpEnrolment(
    TotpFactorKind totp, RecoveryCodeKind recoveryCodes, IUserRepository users, ISessionRepository sessions, Caller caller,
    IOptions<AuthOptions> options, IUnitOfWork unitOfWork, AccountEventPublisher events, TimeProvider time)
{
    private const int PixelsPerModule = 4;

    /// <summary>Creates a secret. An app that is in use stays in use until the new one is confirmed.</summary>
    public async Task<TotpSecret> BeginAsync(CancellationToken cancellationToken)
    {
        var secret = await totp.BeginAsync(caller.User.Id, cancellationToken);
        var uri = new OtpUri(
            OtpType.Totp, secret, caller.User.Email, options.Value.SecondFactor.Issuer, OtpHashMode.Sha1, TotpFactorKind.Digits,
            TotpFactorKind.StepSeconds).ToString();
        using var code = QRCodeGenerator.GenerateQrCode(uri, QRCodeGenerator.ECCLevel.M);
        using var image = new SvgQRCode(code);
        return new(secret, uri, image.GetGraphic(PixelsPerModule));
    }

    /// <summary>Confirms the secret with a code of the app. From then on, logins require the app.</summary>
    /// <returns>
    /// The recovery codes if the user had none, otherwise an empty list. <see cref="AuthError.TotpBadCode"/>, or
    /// <see cref="AuthError.NotFound"/> if the user was deactivated or deleted.
    /// </returns>
    public Task<Result<RecoveryCodes>> ConfirmAsync(string code, CancellationToken cancellationToken) =>
        unitOfWork.ExecuteAsync<RecoveryCodes>(
            async token =>
            {
                // A simultaneous removal of another factor waits, or is waited for: each sees the factors that the other left.
                if (!await users.LockAsync(caller.User.Id, token))
                    return AuthError.NotFound;
                if (!await totp.ConfirmAsync(caller.User.Id, code, token))
                    return AuthError.TotpBadCode;
                var update = await users.UpdateAsync(
                    caller.User.Id,
                    stored =>
                    {
                        stored.SetSecondFactor(true);
                        return true;
                    },
                    token);
                if (update.User is not { } user)
                    return AuthError.NotFound;
                await ReauthenticateAsync(token);
                await events.PublishAsync(new SecondFactorAdded(user, TotpFactorKind.Name), token);
                return new RecoveryCodes(
                    await recoveryCodes.FindAsync(user.Id, token) is null ? await recoveryCodes.RenewAsync(user.Id, token) : []);
            },
            cancellationToken);

    /// <summary>Replaces the recovery codes of the caller.</summary>
    /// <returns>The codes; <see cref="AuthError.NotFound"/> if the user has no second factor.</returns>
    public Task<Result<RecoveryCodes>> RenewRecoveryCodesAsync(CancellationToken cancellationToken) =>
        unitOfWork.ExecuteAsync<RecoveryCodes>(
            async token =>
            {
                if (!await users.LockAsync(caller.User.Id, token)
                    || await users.FindAsync(caller.User.Id, token) is not { HasSecondFactor: true } user)
                {
                    return AuthError.NotFound;
                }

                await events.PublishAsync(new RecoveryCodesRenewed(user), token);
                return new RecoveryCodes(await recoveryCodes.RenewAsync(user.Id, token));
            },
            cancellationToken);

    /// <summary>The code is a proof of identity like that of a login: the session shows a second factor from now on.</summary>
    private async Task ReauthenticateAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (caller.SessionId is not { } id || await sessions.FindAsync(caller.User.Id, id, now, cancellationToken) is not { } session)
            return;
        session.Reauthenticate(
            AuthenticationMethods.Parse(session.Methods).With(
                AuthenticationMethods.OneTimePassword, AuthenticationMethods.MultipleFactors),
            now);
        await sessions.ReauthenticateAsync(session, cancellationToken);
    }
}

/// <summary>The secret of an authenticator app, which is shown once.</summary>
/// <param name="secret">The secret in Base32.</param>
/// <param name="uri">The same in a URI for authenticator apps.</param>
/// <param name="qrSvg">The URI as a QR code in SVG.</param>
/// <remarks>A class, because the text of a record contains its members.</remarks>
public sealed class TotpSecret(string secret, string uri, string qrSvg)
{
    /// <summary>The secret in Base32.</summary>
    public string Secret { get; } = secret;

    /// <summary>The same in a URI for authenticator apps.</summary>
    public string Uri { get; } = uri;

    /// <summary>The URI as a QR code in SVG.</summary>
    public string QrSvg { get; } = qrSvg;
}

/// <summary>New recovery codes, which are shown once.</summary>
/// <param name="codes">The codes.</param>
/// <remarks>A class, because the text of a record contains its members.</remarks>
public sealed class RecoveryCodes(IReadOnlyList<string> codes)
{
    /// <summary>The codes.</summary>
    public IReadOnlyList<string> Codes { get; } = codes;
}
