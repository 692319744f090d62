namespace Auth.Api.Contracts;

/// <summary>A token that was issued (RFC 6749 §5.1).</summary>
/// <param name="AccessToken">The token, for the header <c>Authorization: Bearer …</c>.</param>
public sealed record TokenResponse(string AccessToken)
{
    /// <summary>Always <c>bearer</c> (RFC 6750).</summary>
    public string TokenType { get; } = "bearer";
}
