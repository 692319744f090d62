using System.ComponentModel.DataAnnotations;
using Auth.Api.Errors;
using Microsoft.AspNetCore.Mvc;

namespace Auth.Api.Contracts;

/// <summary>The form of OAuth 2.0's password grant (RFC 6749 §4.3.2).</summary>
public sealed class LoginForm
{
    /// <summary>The e-mail address.</summary>
    [FromForm(Name = "username")]
    [Required(AllowEmptyStrings = true, ErrorMessage = FieldProblem.Missing)]
    [DisplayFormat(ConvertEmptyStringToNull = false)]
    public string Username { get; set; } = null!;

    /// <summary>The password.</summary>
    [FromForm(Name = "password")]
    [DataType(DataType.Password)]
    [Required(AllowEmptyStrings = true, ErrorMessage = FieldProblem.Missing)]
    [DisplayFormat(ConvertEmptyStringToNull = false)]
    public string Password { get; set; } = null!;

    /// <summary><c>password</c>, or absent.</summary>
    [FromForm(Name = "grant_type")]
    [AllowedValues("password", null, ErrorMessage = FieldProblem.GrantType)]
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
}
