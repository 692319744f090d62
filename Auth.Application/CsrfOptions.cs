namespace Auth.Application;

/// <summary>The protection of cookies against cross-site request forgery: <c>Auth:Csrf</c>.</summary>
public sealed class CsrfOptions
{
    /// <summary>
    /// The origins of other sites whose pages may change data with a cookie, exactly as browsers send them:
    /// <c>https://app.example.com</c>.
    /// </summary>
    public IList<string> Origins { get; } = [];
}
