using System.Diagnostics.CodeAnalysis;

namespace Auth.Application;

/// <summary>What was asked for, or why it was not done.</summary>
/// <typeparam name="T">What was asked for.</typeparam>
public readonly record struct Result<T>
    where T : notnull
{
    private Result(T? value, AuthError? error) => (Value, Error) = (value, error);

    /// <summary>What was asked for; null when <see cref="Error"/> is not.</summary>
    public T? Value { get; }

    /// <summary>Why it was not done; null when it was.</summary>
    public AuthError? Error { get; }

    /// <summary>Takes the result apart.</summary>
    public bool Succeeded([NotNullWhen(true)] out T? value, [NotNullWhen(false)] out AuthError? error)
    {
        (value, error) = (Value, Error);
        return error is null;
    }

    /// <summary>A success.</summary>
    [SuppressMessage("Usage", "CA2225", Justification = "A result is made by returning a value or an error.")]
    public static implicit operator Result<T>(T value) => new(value, null);

    /// <summary>A failure.</summary>
    [SuppressMessage("Usage", "CA2225", Justification = "A result is made by returning a value or an error.")]
    public static implicit operator Result<T>(AuthError error) => new(default, error);
}
