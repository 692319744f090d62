using System.ComponentModel.DataAnnotations;
using Auth.Api.Errors;
using Microsoft.AspNetCore.Mvc;

namespace Auth.Api.Contracts;

/// <summary>The form of OAuth 2.0's password grant (RFC 6749 §4.3.2).</summary>
public sealed class LoginForm
{
    /// <summary>The e-mail address.</summary>
    [FromForm(Name = "username")]
    [Required(AllowEmptyStrings = true, ErrorMessage = FieldProblem.MissingMessage)]
    [DisplayFormat(ConvertEmptyStringToNull = false)]
    public string Username { get; set; } = null!;

    /// <summary>The password.</summary>
    [FromForm(Name = "password")]
    [DataType(DataType.Password)]
    [Required(AllowEmptyStrings = true, ErrorMessage = FieldProblem.MissingMessage)]
    [DisplayFormat(ConvertEmptyStringToNull = false)]
    public string Password { get; set; } = null!;

    /// <summary><c>password</c>, or absent.</summary>
    [FromForm(Name = "grant_type")]
    [AllowedValues("password", null, ErrorMessage = FieldProblem.GrantTypeMessage)]
    [DisplayFormat(ConvertEmptyStringToNull = false)]
    public string? GrantType { get; set; }

    /// <summary>Ignored. The service has no scopes.</summary>
    [FromForm(Name = "scope")]
    public string? Scope { get; set; }

    /// <summary>Ignored. The service does not distinguish clients.</summary>
    [FromForm(Name = "client_id")]
    public string? ClientId { get; set; }

    /// <summary>Ignored. The service does not distinguish clients.</summary>
    [FromForm(Name = "client_secret")]
    [DataType(DataType.Password)]
    public string? ClientSecret { get; set; }

    /// <summary>A code of the second factor, for clients that ask for it together with the password.</summary>
    [FromForm(Name = "otp")]
    [DataType(DataType.Password)]
    public string? Otp { get; set; }
}

/// <summary>The form with which a client completes a login. A JSON object with the same members is accepted too.</summary>
public sealed class SecondFactorForm
{
    /// <summary>The token of the error <c>LOGIN_SECOND_FACTOR_REQUIRED</c>.</summary>
    [FromForm(Name = "token")]
    [Required(AllowEmptyStrings = true, ErrorMessage = FieldProblem.MissingMessage)]
    [DisplayFormat(ConvertEmptyStringToNull = false)]
    public string Token { get; set; } = null!;

    /// <summary>A method of the error: <c>totp</c>, <c>recovery_code</c> or <c>passkey</c>.</summary>
    [FromForm(Name = "method")]
    [Required(AllowEmptyStrings = true, ErrorMessage = FieldProblem.MissingMessage)]
    [DisplayFormat(ConvertEmptyStringToNull = false)]
    public string Method { get; set; } = null!;

    /// <summary>The code. For a passkey: the result of <c>navigator.credentials.get</c> in JSON.</summary>
    [FromForm(Name = "code")]
    [DataType(DataType.Password)]
    [Required(AllowEmptyStrings = true, ErrorMessage = FieldProblem.MissingMessage)]
    [DisplayFormat(ConvertEmptyStringToNull = false)]
    public string Code { get; set; } = null!;

    /// <summary>
    /// Whether later logins on this device require no second factor, for <c>SecondFactor:TrustDeviceDays</c>. The client keeps the
    /// device token of the response.
    /// </summary>
    [FromForm(Name = "trust_device")]
    public bool TrustDevice { get; set; }
}

/// <summary>The form of OAuth 2.0's refresh grant (RFC 6749 §6).</summary>
public sealed class RefreshForm
{
    /// <summary>The refresh token.</summary>
    [FromForm(Name = "refresh_token")]
    [Required(AllowEmptyStrings = true, ErrorMessage = FieldProblem.MissingMessage)]
    [DisplayFormat(ConvertEmptyStringToNull = false)]
    public string RefreshToken { get; set; } = null!;

    /// <summary>Always <c>refresh_token</c>.</summary>
    [FromForm(Name = "grant_type")]
    [Required(AllowEmptyStrings = true, ErrorMessage = FieldProblem.MissingMessage)]
    [AllowedValues("refresh_token", null, ErrorMessage = FieldProblem.RefreshGrantTypeMessage)]
    [DisplayFormat(ConvertEmptyStringToNull = false)]
    public string GrantType { get; set; } = null!;
}

/// <summary>
/// The form of token revocation (RFC 7009 §2.1). <c>token_type_hint</c> is ignored, because the format of a token shows its
/// type.
/// </summary>
public sealed class RevokeForm
{
    /// <summary>An access token or a refresh token.</summary>
    [FromForm(Name = "token")]
    [Required(AllowEmptyStrings = true, ErrorMessage = FieldProblem.MissingMessage)]
    [DisplayFormat(ConvertEmptyStringToNull = false)]
    public string Token { get; set; } = null!;
}
