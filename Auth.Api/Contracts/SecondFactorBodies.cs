using System.ComponentModel.DataAnnotations;
using Auth.Api.Binding;
using Auth.Api.Errors;
using Auth.Application.Login.SecondFactors;
using Microsoft.AspNetCore.Mvc;

namespace Auth.Api.Contracts;

/// <summary>The second factors of one kind that a user has. Times are in UTC (RFC 3339).</summary>
/// <param name="Method">The kind: <c>totp</c> or <c>recovery_code</c>.</param>
/// <param name="Count">The number. Of recovery codes, those that are unused.</param>
/// <param name="CreatedAt">The time at which the newest was created.</param>
/// <param name="LastUsedAt">The time of the last use, or null.</param>
public sealed record SecondFactorRead(string Method, int Count, DateTime CreatedAt, DateTime? LastUsedAt)
{
    /// <summary>Converts <paramref name="summary"/> to its public representation.</summary>
    public static SecondFactorRead From(SecondFactorSummary summary) =>
        new(summary.Method, summary.Count, summary.CreatedAt.UtcDateTime, summary.LastUsedAt?.UtcDateTime);
}

/// <summary>The secret of an authenticator app. It is shown once.</summary>
/// <param name="Secret">The secret in Base32, for apps without a camera.</param>
/// <param name="Uri">The URI for authenticator apps: <c>otpauth://totp/…</c>.</param>
/// <param name="QrSvg">The URI as a QR code, an SVG image.</param>
public sealed record TotpRead(string Secret, string Uri, string QrSvg)
{
    /// <summary>Converts <paramref name="secret"/> to a response.</summary>
    public static TotpRead From(TotpSecret secret) => new(secret.Secret, secret.Uri, secret.QrSvg);
}

/// <summary>New recovery codes. They are shown once.</summary>
/// <param name="Codes">The codes; empty if the user has recovery codes already.</param>
public sealed record RecoveryCodesRead(IReadOnlyList<string> Codes);

/// <summary>A change of second factors. Required is the current password or a recent login.</summary>
public sealed record SecondFactorChange : IRequestParameters
{
    /// <summary>The current password. It can be absent after a recent login.</summary>
    public Member<string> CurrentPassword { get; init; }

    /// <inheritdoc/>
    public IEnumerable<(string Member, FieldProblem? Problem)> Check() => [("current_password", CurrentPassword.ProblemIfNotNull)];
}

/// <summary>The confirmation of an authenticator app.</summary>
public sealed record TotpConfirmation : IRequestParameters
{
    /// <summary>A code of the app.</summary>
    public Member<string> Code { get; init; }

    /// <inheritdoc/>
    public IEnumerable<(string Member, FieldProblem? Problem)> Check() => [("code", Code.ProblemIfRequiredParameter)];
}

/// <summary>
/// The form with which a client confirms its login: the password, or a second factor. A JSON object with the same members is accepted
/// too.
/// </summary>
public sealed class StepUpForm
{
    /// <summary>The password.</summary>
    [FromForm(Name = "password")]
    [DataType(DataType.Password)]
    [DisplayFormat(ConvertEmptyStringToNull = false)]
    public string? Password { get; set; }

    /// <summary>The kind of second factor: <c>totp</c> or <c>recovery_code</c>.</summary>
    [FromForm(Name = "method")]
    public string? Method { get; set; }

    /// <summary>The code of the second factor.</summary>
    [FromForm(Name = "code")]
    [DataType(DataType.Password)]
    public string? Code { get; set; }
}

/// <summary>An access token without a refresh token. The client's refresh token stays valid.</summary>
/// <param name="AccessToken">The access token, for the header <c>Authorization: Bearer …</c>.</param>
/// <param name="ExpiresIn">The lifetime of the access token, in seconds.</param>
public sealed record StepUpResponse(string AccessToken, int ExpiresIn)
{
    /// <summary>Always <c>bearer</c> (RFC 6750).</summary>
    [AllowedValues("bearer")]
    public string TokenType { get; } = "bearer";
}
