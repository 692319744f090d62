using Auth.Api.Authentication;
using Auth.Api.Contracts;
using Auth.Api.Errors;
using Auth.Application;
using Auth.Application.Login.External;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;

namespace Auth.Api.Controllers;

/// <summary>The responses of the routes of external providers.</summary>
internal static class ExternalRedirects
{
    /// <summary>Returns the URL of the provider, or redirects to it, and sets the cookie.</summary>
    public static IActionResult Begun(HttpResponse response, BegunLogin begun, bool redirects)
    {
        LoginStateCookie.Append(response, begun.Cookie);
        return redirects
            ? new RedirectResult(begun.AuthorizationUrl)
            : new OkObjectResult(new OAuth2AuthorizeResponse(begun.AuthorizationUrl));
    }

    /// <summary>Redirects to the front end with a parameter. The URL was compared with the permitted ones.</summary>
    public static IActionResult Return(string returnTo, string name, string value) =>
        new RedirectResult(QueryHelpers.AddQueryString(returnTo, name, value));

    /// <summary>Responds with an error, or redirects to the front end with its code.</summary>
    public static IActionResult Failed(AuthError error, LoginFlow? flow)
    {
        if (flow?.ReturnTo is not { } returnTo)
            return new ErrorResult(error);
        var url = QueryHelpers.AddQueryString(returnTo, "error", error.Code);

        // The page reads the challenge of a second factor from the fragment, which browsers do not send to servers.
        if (error.MissingSecondFactor is { } missing)
            url = $"{url}#token={missing.Token}&methods={string.Join(',', missing.Methods)}";
        return new RedirectResult(url);
    }

    /// <summary>
    /// Redirects a posted response to the callback. A form from another site carries no cookies, while the redirect does.
    /// </summary>
    public static IActionResult Repeat(HttpResponse response, CallbackForm form)
    {
        var request = response.HttpContext.Request;
        response.Headers.Location = QueryHelpers.AddQueryString(
            $"{request.PathBase}{request.Path}",
            new Dictionary<string, string?>
            {
                ["code"] = form.Code,
                ["state"] = form.State,
                ["error"] = form.Error,
                ["iss"] = form.Issuer,
            }.Where(parameter => parameter.Value is not null));
        return new StatusCodeResult(StatusCodes.Status303SeeOther);
    }
}
