namespace Auth.Api.Authentication;

/// <summary>
/// The transports of device tokens: a cookie for browsers, and a header for clients without cookies and for pages of other sites.
/// </summary>
internal static class DeviceCookie
{
    public const string Name = "auth_device";

    /// <summary>The name of the header, in requests and responses.</summary>
    public const string Header = "Auth-Device";

    /// <summary>Returns the device token of a request; null when it has none.</summary>
    public static string? Of(HttpRequest request) =>
        request.Headers[Header] is [{ Length: > 0 } token, ..] ? token : request.Cookies[Name];

    /// <summary>Adds a device token to a response.</summary>
    public static void Append(HttpResponse response, string token, TimeSpan lifetime)
    {
        response.Headers[Header] = token;

        // Another site could make a browser log in to that site's own account. The resulting cookie would replace the user's.
        if (response.HttpContext.Request.Headers["Sec-Fetch-Site"] == "cross-site")
            return;

        // Secure over plain HTTP too, like the cookies of fastapi-users: TLS may end at a proxy.
        response.Cookies.Append(Name, token, new CookieOptions
        {
            HttpOnly = true,
            Secure = true,
            SameSite = SameSiteMode.Strict,
            Path = "/",
            MaxAge = lifetime,
        });
    }
}
