using System.ComponentModel.DataAnnotations;
using Auth.Api.Errors;
using Auth.Application.Login.External;
using Auth.Domain.Credentials;
using Microsoft.AspNetCore.Mvc;

namespace Auth.Api.Contracts;

/// <summary>The beginning of an external login.</summary>
/// <param name="AuthorizationUrl">The URL at which the user logs in.</param>
public sealed record OAuth2AuthorizeResponse(string AuthorizationUrl);

/// <summary>A linked account at an external provider. Times are in UTC (RFC 3339).</summary>
/// <param name="Provider">The configured name of the provider.</param>
/// <param name="AccountId">The id of the account at the provider.</param>
/// <param name="AccountEmail">The e-mail address of the account at the last login, or null.</param>
/// <param name="CreatedAt">The time at which the account was linked.</param>
/// <param name="LastUsedAt">The time of the last login with the account.</param>
public sealed record ExternalLoginRead(
    string Provider, string AccountId, string? AccountEmail, DateTime CreatedAt, DateTime LastUsedAt)
{
    /// <summary>Converts <paramref name="login"/> to its public representation, without the provider's tokens.</summary>
    public static ExternalLoginRead From(ExternalLogin login) => new(
        login.Provider, login.AccountId, login.AccountEmail, login.CreatedAt.UtcDateTime, login.LastUsedAt.UtcDateTime);
}

/// <summary>An access token of an external provider.</summary>
/// <param name="AccessToken">The access token.</param>
/// <param name="ExpiresAt">The time at which it expires, in UTC (RFC 3339); null if the provider does not state it.</param>
public sealed record ProviderTokenRead(string AccessToken, DateTime? ExpiresAt)
{
    /// <summary>Converts <paramref name="tokens"/> to their public representation, without the refresh token.</summary>
    public static ProviderTokenRead From(ProviderTokens tokens) => new(tokens.AccessToken, tokens.ExpiresAt?.UtcDateTime);
}

/// <summary>The form with which a front end exchanges a login code for tokens.</summary>
public sealed class LoginCodeForm
{
    /// <summary>The code in the URL to which the callback redirected.</summary>
    [FromForm(Name = "code")]
    [Required(AllowEmptyStrings = true, ErrorMessage = FieldProblem.MissingMessage)]
    [DisplayFormat(ConvertEmptyStringToNull = false)]
    public string Code { get; set; } = null!;

    /// <summary>
    /// The code verifier of the <c>code_challenge</c> of the login. Without a challenge, the cookie of the login is required.
    /// </summary>
    [FromForm(Name = "code_verifier")]
    public string? CodeVerifier { get; set; }
}

/// <summary>The response of a provider in a form (OAuth 2.0 Form Post Response Mode).</summary>
public sealed class CallbackForm
{
    /// <summary>The authorization code.</summary>
    [FromForm(Name = "code")]
    public string? Code { get; set; }

    /// <summary>The state of the authorization URL.</summary>
    [FromForm(Name = "state")]
    public string? State { get; set; }

    /// <summary>The reason for a refusal.</summary>
    [FromForm(Name = "error")]
    public string? Error { get; set; }

    /// <summary>The issuer (RFC 9207).</summary>
    [FromForm(Name = "iss")]
    public string? Issuer { get; set; }
}
