namespace Auth.Application;

/// <summary>The API documentation in the browser: <c>Auth:Swagger</c>.</summary>
public sealed class SwaggerOptions
{
    /// <summary>Whether to serve <c>/swagger</c>. The default is true in Development and false elsewhere.</summary>
    public bool? Enabled { get; set; }
}
