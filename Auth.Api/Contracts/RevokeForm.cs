using System.ComponentModel.DataAnnotations;
using Auth.Api.Errors;
using Microsoft.AspNetCore.Mvc;

namespace Auth.Api.Contracts;

/// <summary>
/// The form of token revocation (RFC 7009 §2.1). <c>token_type_hint</c> is ignored, because the format of a token shows its
/// type.
/// </summary>
public sealed class RevokeForm
{
    /// <summary>An access token or a refresh token.</summary>
    [FromForm(Name = "token")]
    [Required(AllowEmptyStrings = true, ErrorMessage = FieldProblem.Missing)]
    [DisplayFormat(ConvertEmptyStringToNull = false)]
    public string Token { get; set; } = null!;
}
