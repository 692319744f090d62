namespace Auth.Api.Authentication;

/// <summary>The cookie that binds a login by mail to the browser that requested it. Only backends with cookies use it.</summary>
internal static class MagicLinkCookie
{
    public const string Name = "auth_magic_link";

    /// <summary>Returns the value of the cookie; null if it is missing.</summary>
    public static string? Find(HttpRequest request) => CookieHeader.Find(request.Headers.Cookie, Name);

    /// <summary>Adds the cookie to a response.</summary>
    public static void Append(HttpResponse response, string value, int seconds) =>
        response.Cookies.Append(Name, value, Attributes(TimeSpan.FromSeconds(seconds)));

    /// <summary>Removes the cookie after the login.</summary>
    public static void Delete(HttpResponse response) => response.Cookies.Append(Name, "", Attributes(TimeSpan.Zero));

    private static CookieOptions Attributes(TimeSpan maxAge) => new()
    {
        MaxAge = maxAge,
        Path = "/",
        HttpOnly = true,
        Secure = true,

        // A script of the page that the link leads to sends it, so it is not needed in the navigation itself.
        SameSite = SameSiteMode.Strict,
    };
}
