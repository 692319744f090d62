using Auth.Api.Authentication;
using Auth.Api.Contracts;
using Auth.Api.Errors;
using Auth.Api.OpenApi;
using Auth.Application.Tokens;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace Auth.Api.Controllers;

/// <summary>Access tokens.</summary>
[ApiController]
[Route("api/token")]
[Tags("auth")]
public sealed class TokenController(UserAuthenticator authenticator, ITokenStrategy tokens) : ControllerBase
{
    /// <summary>Logs in with an e-mail address and a password (RFC 6749 §4.3).</summary>
    /// <response code="200">A token for the user.</response>
    /// <response code="400">The credentials are bad, or the user's address is not verified where that is wanted.</response>
    [HttpPost("login", Name = RouteNames.Login)]
    [ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
    [ProducesResponseType<TokenResponse>(StatusCodes.Status200OK)]
    [ProducesErrors(StatusCodes.Status400BadRequest, "LOGIN_BAD_CREDENTIALS", "LOGIN_USER_NOT_VERIFIED")]
    [ProducesValidationErrors]
    public async Task<IActionResult> Login([FromForm] LoginForm form, CancellationToken cancellationToken)
    {
        var result = await authenticator.AuthenticateAsync(form.Username, form.Password, cancellationToken);
        return result.Succeeded(out var user, out var error)
            ? Ok(new TokenResponse(await tokens.WriteTokenAsync(user, cancellationToken)))
            : new ErrorResult(error);
    }

    /// <summary>Logs out.</summary>
    /// <response code="204">Done.</response>
    [HttpPost("logout", Name = RouteNames.Logout)]
    [Authorize(Policies.Tokens)]
    [ProducesResponseType(StatusCodes.Status204NoContent)]
    public IActionResult Logout() => NoContent();
}
