using System.Diagnostics.CodeAnalysis;

namespace Auth.Application.Backends.Jwt;

/// <summary>The result of validating a JSON Web Token: its claims, or the reason for refusal.</summary>
/// <param name="Value">The claims; null if the token is invalid.</param>
/// <param name="Refusal">The reason for refusal; null if the token is valid.</param>
public readonly record struct JwtReading(JwtClaims? Value, TokenRefusal? Refusal)
{
    /// <summary>Creates the result for a valid token.</summary>
    [SuppressMessage("Usage", "CA2225", Justification = "A reading is made by returning claims or a refusal.")]
    public static implicit operator JwtReading(JwtClaims value) => new(value, null);

    /// <summary>Creates the result for an invalid token.</summary>
    [SuppressMessage("Usage", "CA2225", Justification = "A reading is made by returning claims or a refusal.")]
    public static implicit operator JwtReading(TokenRefusal refusal) => new(null, refusal);
}
