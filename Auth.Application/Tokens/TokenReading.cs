using System.Diagnostics.CodeAnalysis;

namespace Auth.Application.Tokens;

/// <summary>The result of validating a token: its content, or the reason for refusal.</summary>
/// <typeparam name="T">The type of the content.</typeparam>
/// <param name="Value">The content; null if the token is invalid.</param>
/// <param name="Refusal">The reason for refusal; null if the token is valid.</param>
public readonly record struct TokenReading<T>(T? Value, TokenRefusal? Refusal)
    where T : class
{
    /// <summary>Creates the result for a valid token.</summary>
    [SuppressMessage("Usage", "CA2225", Justification = "A reading is made by returning what the token says or a refusal.")]
    public static implicit operator TokenReading<T>(T value) => new(value, null);

    /// <summary>Creates the result for an invalid token.</summary>
    [SuppressMessage("Usage", "CA2225", Justification = "A reading is made by returning what the token says or a refusal.")]
    public static implicit operator TokenReading<T>(TokenRefusal refusal) => new(null, refusal);
}
