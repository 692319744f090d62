using Auth.Api.Authentication;
using Auth.Api.Binding;
using Auth.Api.Contracts;
using Auth.Api.Edge;
using Auth.Api.Errors;
using Auth.Api.OpenApi;
using Auth.Application;
using Auth.Application.Login;
using Auth.Application.Login.External;
using Microsoft.AspNetCore.Mvc;

namespace Auth.Api.Controllers;

/// <summary>Logins with external providers.</summary>
[ApiController]
[Route("api/auth/{provider}")]
[Tags("external-logins")]
public sealed class ExternalLoginController(
    ExternalMounts mounts, ExternalAuthenticator authenticator, LoginService logins, LoginCodes codes) : ControllerBase
{
    /// <summary>The name of the action for a response in a form.</summary>
    internal const string PostedCallback = nameof(PostedCallback);

    private ExternalMount Mount => HttpContext.GetEndpoint()!.Metadata.GetRequiredMetadata<ExternalMount>();

    /// <summary>Begins a login with an external provider.</summary>
    /// <response code="200">The URL at which the user logs in. The response sets a cookie that the callback requires.</response>
    /// <response code="302">The same URL, if <c>redirect</c> is true.</response>
    /// <response code="400">The URL to return to is not permitted.</response>
    [HttpGet("authorize", Name = RouteNames.ExternalAuthorize)]
    [ProducesResponseType<OAuth2AuthorizeResponse>(StatusCodes.Status200OK)]
    [ProducesResponseType(StatusCodes.Status302Found)]
    [ProducesErrors(StatusCodes.Status400BadRequest, AuthErrorCode.OAuthReturnUrlNotAllowed)]
    [ProducesProviderErrors]
    [ProducesValidationErrors]
    public async Task<IActionResult> Authorize([FromQuery] AuthorizeQuery query, CancellationToken cancellationToken)
    {
        var begun = await authenticator.BeginAsync(
            new(Mount.Provider, Mount.Path, mounts.RedirectUriOf(Mount, Request), UserId: null, query.Scope, query.ReturnTo,
                query.CodeChallenge),
            cancellationToken);
        return begun.Succeeded(out var login, out var error)
            ? ExternalRedirects.Begun(Response, login, query.Redirect)
            : new ErrorResult(error);
    }

    /// <summary>Completes a login with an external provider.</summary>
    /// <response code="200">The access and refresh tokens. A cookie backend responds with 204 and its cookie.</response>
    /// <response code="302">
    /// The URL to return to, with a <c>code</c> that the front end exchanges for tokens, or with an <c>error</c>. A cookie backend
    /// sets its cookie and adds no code.
    /// </response>
    /// <response code="400">
    /// The provider refused the login, the state is invalid, the account has no valid e-mail address, or the address is registered.
    /// </response>
    [HttpGet("callback", Name = RouteNames.ExternalCallback)]
    [Limited(RateLimits.Login)]
    [ProducesResponseType<TokenResponse>(StatusCodes.Status200OK)]
    [ProducesResponseType(StatusCodes.Status302Found)]
    [ProducesCallbackErrors]
    [ProducesProviderErrors]
    public async Task<IActionResult> Callback([FromQuery] CallbackQuery query, CancellationToken cancellationToken)
    {
        var (mount, backend) = (Mount, Mount.Backend!);
        var completed = await authenticator.LoginAsync(
            query.ToEnd(mount, Request, mounts.RedirectUriOf(mount, Request)), mount.Rules, cancellationToken);
        var flow = completed.Flow;
        if (!completed.User.Succeeded(out var user, out var error))
            return ExternalRedirects.Failed(error, flow);
        var authenticated = new AuthenticatedUser(user, Attempt: null, completed.Methods);
        if (flow?.ReturnTo is { } returnTo && !backend.Transport.IsAddedByBrowsers)
        {
            var code = await codes.IssueAsync(authenticated, backend.Name, flow.Binding, cancellationToken);
            return ExternalRedirects.Return(returnTo, "code", code);
        }

        var login = await logins.LoginAsync(authenticated, backend.TargetOf(Request), cancellationToken);
        if (!login.Succeeded(out var tokens, out error))
            return ExternalRedirects.Failed(error, flow);
        var answer = backend.Transport.LoggedIn(Response, tokens);
        return flow?.ReturnTo is { } page ? Redirect(page) : answer;
    }

    /// <summary>Receives the response of a provider in a form.</summary>
    /// <response code="303">The callback, with the parameters of the form.</response>
    [HttpPost("callback", Name = RouteNames.ExternalPostedCallback)]
    [ActionName(PostedCallback)]
    [ReadsForm]
    [CrossSiteRequests]
    [Limited(RateLimits.Login)]
    [ProducesResponseType(StatusCodes.Status303SeeOther)]
    public IActionResult Post([FromForm] CallbackForm form) => ExternalRedirects.Repeat(Response, form);
}
