using System.ComponentModel.DataAnnotations;
using Auth.Api.Errors;
using Microsoft.AspNetCore.Mvc;

namespace Auth.Api.Contracts;

/// <summary>
/// The form of token revocation (RFC 7009 §2.1). Its <c>token_type_hint</c> is not needed: the tokens tell themselves apart.
/// </summary>
public sealed class RevokeForm
{
    /// <summary>An access or a refresh token.</summary>
    [FromForm(Name = "token")]
    [Required(AllowEmptyStrings = true, ErrorMessage = FieldProblem.Missing)]
    [DisplayFormat(ConvertEmptyStringToNull = false)]
    public string Token { get; set; } = null!;
}
