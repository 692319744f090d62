using System.ComponentModel.DataAnnotations;
using Auth.Api.Errors;
using Microsoft.AspNetCore.Mvc;

namespace Auth.Api.Contracts;

/// <summary>The form of OAuth 2.0's refresh grant (RFC 6749 §6).</summary>
public sealed class RefreshForm
{
    /// <summary>The refresh token.</summary>
    [FromForm(Name = "refresh_token")]
    [Required(AllowEmptyStrings = true, ErrorMessage = FieldProblem.Missing)]
    [DisplayFormat(ConvertEmptyStringToNull = false)]
    public string RefreshToken { get; set; } = null!;

    /// <summary>Always <c>refresh_token</c>.</summary>
    [FromForm(Name = "grant_type")]
    [Required(AllowEmptyStrings = true, ErrorMessage = FieldProblem.Missing)]
    [AllowedValues("refresh_token", null, ErrorMessage = FieldProblem.RefreshGrantType)]
    [DisplayFormat(ConvertEmptyStringToNull = false)]
    public string GrantType { get; set; } = null!;
}
