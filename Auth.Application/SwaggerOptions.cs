namespace Auth.Application;

/// <summary>The API's documentation in the browser: <c>Auth:Swagger</c>.</summary>
public sealed class SwaggerOptions
{
    /// <summary>Whether <c>/swagger</c> is served; when not set, in Development only.</summary>
    public bool? Enabled { get; set; }
}
