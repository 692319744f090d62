using Auth.Api.Authentication;
using Auth.Api.Binding;
using Auth.Api.Contracts;
using Auth.Api.Edge;
using Auth.Api.Errors;
using Auth.Api.OpenApi;
using Auth.Application;
using Auth.Application.Login.External;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace Auth.Api.Controllers;

/// <summary>The association of accounts at external providers with the signed-in user.</summary>
[ApiController]
[Route("api/auth/associate/{provider}")]
[Tags("external-logins")]
public sealed class ExternalAssociationController(ExternalMounts mounts, ExternalAuthenticator authenticator, Caller caller)
    : ControllerBase
{
    private ExternalMount Mount => HttpContext.GetEndpoint()!.Metadata.GetRequiredMetadata<ExternalMount>();

    /// <summary>Begins the association of an account with the current user.</summary>
    /// <response code="200">The URL at which the user logs in. The response sets a cookie that the callback requires.</response>
    /// <response code="302">The same URL, if <c>redirect</c> is true.</response>
    /// <response code="400">The URL to return to is not permitted.</response>
    [HttpGet("authorize", Name = RouteNames.AssociateAuthorize)]
    [Authorize(Policies.Tokens)]
    [Authorize(Policies.SecondFactor)]
    [Authorize(Policies.RecentLogin)]
    [ProducesResponseType<OAuth2AuthorizeResponse>(StatusCodes.Status200OK)]
    [ProducesResponseType(StatusCodes.Status302Found)]
    [ProducesErrors(StatusCodes.Status400BadRequest, AuthErrorCode.OAuthReturnUrlNotAllowed)]
    [ProducesProviderErrors]
    [ProducesValidationErrors]
    public async Task<IActionResult> Authorize([FromQuery] AuthorizeQuery query, CancellationToken cancellationToken)
    {
        var begun = await authenticator.BeginAsync(
            new(Mount.Provider, Mount.Path, mounts.RedirectUriOf(Mount, Request), caller.User.Id, query.Scope, query.ReturnTo,
                CodeChallenge: null),
            cancellationToken);
        return begun.Succeeded(out var login, out var error)
            ? ExternalRedirects.Begun(Response, login, query.Redirect)
            : new ErrorResult(error);
    }

    /// <summary>Links an account to the current user.</summary>
    /// <response code="200">The user.</response>
    /// <response code="302">The URL to return to, with an <c>error</c> if the association failed.</response>
    /// <response code="400">
    /// The provider refused the login, the state is invalid, the account belongs to another user, or the user has too many accounts.
    /// </response>
    [HttpGet("callback", Name = RouteNames.AssociateCallback)]
    [Authorize(Policies.Tokens)]
    [Authorize(Policies.SecondFactor)]
    [Limited(RateLimits.Login)]
    [ProducesResponseType<UserRead>(StatusCodes.Status200OK)]
    [ProducesResponseType(StatusCodes.Status302Found)]
    [ProducesCallbackErrors]
    [ProducesProviderErrors]
    public async Task<IActionResult> Callback([FromQuery] CallbackQuery query, CancellationToken cancellationToken)
    {
        var (result, flow) = await authenticator.AssociateAsync(
            query.ToEnd(Mount, Request, mounts.RedirectUriOf(Mount, Request)), caller.User, cancellationToken);
        return !result.Succeeded(out var user, out var error) ? ExternalRedirects.Failed(error, flow)
            : flow?.ReturnTo is { } returnTo ? Redirect(returnTo)
            : Ok(UserRead.From(user));
    }

    /// <summary>Receives the response of a provider in a form.</summary>
    /// <response code="303">The callback, with the parameters of the form.</response>
    [HttpPost("callback", Name = RouteNames.AssociatePostedCallback)]
    [ActionName(ExternalLoginController.PostedCallback)]
    [ReadsForm]
    [CrossSiteRequests]
    [Limited(RateLimits.Login)]
    [ProducesResponseType(StatusCodes.Status303SeeOther)]
    public IActionResult Post([FromForm] CallbackForm form) => ExternalRedirects.Repeat(Response, form);
}
