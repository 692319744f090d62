namespace Auth.Api.Authentication;

/// <summary>The cookie that binds an external login to the browser that began it, with the attributes of fastapi-users.</summary>
internal static class LoginStateCookie
{
    public const string Name = "fastapiusersoauthcsrf";

    private static readonly TimeSpan MaxAge = TimeSpan.FromHours(1);

    /// <summary>Returns the value of the cookie; null if it is missing.</summary>
    public static string? Find(HttpRequest request) => CookieHeader.Find(request.Headers.Cookie, Name);

    /// <summary>Adds the cookie to a response.</summary>
    public static void Append(HttpResponse response, string value) => response.Cookies.Append(Name, value, new CookieOptions
    {
        MaxAge = MaxAge,
        Path = "/",
        HttpOnly = true,
        Secure = true,

        // The provider returns with a top-level navigation, which carries the cookie.
        SameSite = SameSiteMode.Lax,
    });
}
