using System.ComponentModel.DataAnnotations;
using Auth.Api.Authentication;
using Auth.Api.Errors;
using Auth.Application;
using Auth.Application.Backends.Opaque;
using Auth.Application.Login.External;
using Microsoft.AspNetCore.Mvc;

namespace Auth.Api.Binding;

/// <summary>The parameters with which an external login begins.</summary>
public sealed class AuthorizeQuery : IValidatableObject
{
    /// <summary>The scopes. The default is those of the settings.</summary>
    [FromQuery(Name = "scopes")]
    public IReadOnlyList<string?>? Scopes { get; set; }

    /// <summary>The URL to which the callback redirects, one of <c>Auth:ExternalLogins:ReturnUrls</c>.</summary>
    [FromQuery(Name = "return_to")]
    public string? ReturnTo { get; set; }

    /// <summary>
    /// The code challenge (S256, RFC 7636) of the client that exchanges the login code. Without it, the exchange requires the cookie
    /// of this response.
    /// </summary>
    [FromQuery(Name = "code_challenge")]
    public string? CodeChallenge { get; set; }

    /// <summary>Whether to redirect to the provider instead of returning its URL.</summary>
    [FromQuery(Name = "redirect")]
    public bool Redirect { get; set; }

    /// <summary>The scopes, separated by spaces; null for the defaults.</summary>
    internal string? Scope => Scopes is null || Scopes.All(string.IsNullOrEmpty)
        ? null
        : string.Join(' ', Scopes.Where(scope => !string.IsNullOrEmpty(scope)));

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Scope is not null && !ExternalProviderRules.IsScope(Scope))
            yield return new(FieldProblem.InvalidMessage, ["scopes"]);
        if (CodeChallenge is not null && !OpaqueToken.IsWellFormed(CodeChallenge))
            yield return new(FieldProblem.InvalidMessage, ["code_challenge"]);
    }
}

/// <summary>The response of a provider, which the browser carries to the callback (RFC 6749 §4.1.2).</summary>
public sealed class CallbackQuery
{
    private const int LongestError = 64;

    /// <summary>The authorization code.</summary>
    [FromQuery(Name = "code")]
    public string? Code { get; set; }

    /// <summary>The state of the authorization URL.</summary>
    [FromQuery(Name = "state")]
    public string? State { get; set; }

    /// <summary>The reason for a refusal.</summary>
    [FromQuery(Name = "error")]
    public string? Error { get; set; }

    /// <summary>The issuer (RFC 9207).</summary>
    [FromQuery(Name = "iss")]
    public string? Issuer { get; set; }

    /// <summary>Returns the response. A parameter that occurs twice is invalid (RFC 6749 §3.1).</summary>
    internal ExternalLoginEnd ToEnd(ExternalMount mount, HttpRequest request, string redirectUri)
    {
        return new(
            mount.Provider, mount.Path, redirectUri, Once("code", Code), Once("state", State), Once("error", ErrorText()),
            Once("iss", Issuer), LoginStateCookie.Find(request));

        string? Once(string name, string? value) => request.Query[name].Count > 1 ? "" : value;
    }

    /// <summary>Returns the reason for a refusal, if it has the characters of an error code (RFC 6749 §4.1.2.1).</summary>
    private string? ErrorText() => Error is null ? null
        : Error.Length <= LongestError && ExternalProviderRules.IsScope(Error) ? Error
        : AuthErrorCode.BadRequest;
}
