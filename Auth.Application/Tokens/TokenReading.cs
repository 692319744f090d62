using System.Diagnostics.CodeAnalysis;

namespace Auth.Application.Tokens;

/// <summary>What a good token says, or why it is not good.</summary>
/// <typeparam name="T">What it says.</typeparam>
/// <param name="Value">What it says; null when it is not good.</param>
/// <param name="Refusal">Why it is not good; null when it is.</param>
public readonly record struct TokenReading<T>(T? Value, TokenRefusal? Refusal)
    where T : class
{
    /// <summary>A good token.</summary>
    [SuppressMessage("Usage", "CA2225", Justification = "A reading is made by returning what the token says or a refusal.")]
    public static implicit operator TokenReading<T>(T value) => new(value, null);

    /// <summary>A token that is not good.</summary>
    [SuppressMessage("Usage", "CA2225", Justification = "A reading is made by returning what the token says or a refusal.")]
    public static implicit operator TokenReading<T>(TokenRefusal refusal) => new(null, refusal);
}
