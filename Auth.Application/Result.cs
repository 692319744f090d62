using System.Diagnostics.CodeAnalysis;

namespace Auth.Application;

/// <summary>The result of an operation: a value or an error.</summary>
/// <typeparam name="T">The type of the value.</typeparam>
public readonly record struct Result<T>
    where T : notnull
{
    private Result(T? value, AuthError? error) => (Value, Error) = (value, error);

    /// <summary>The value; null if the operation failed.</summary>
    public T? Value { get; }

    /// <summary>The error; null if the operation succeeded.</summary>
    public AuthError? Error { get; }

    /// <summary>Returns whether the operation succeeded, with its value or its error.</summary>
    public bool Succeeded([NotNullWhen(true)] out T? value, [NotNullWhen(false)] out AuthError? error)
    {
        (value, error) = (Value, Error);
        return error is null;
    }

    /// <summary>Creates the result of a successful operation.</summary>
    [SuppressMessage("Usage", "CA2225", Justification = "A result is made by returning a value or an error.")]
    public static implicit operator Result<T>(T value) => new(value, null);

    /// <summary>Creates the result of a failed operation.</summary>
    [SuppressMessage("Usage", "CA2225", Justification = "A result is made by returning a value or an error.")]
    public static implicit operator Result<T>(AuthError error) => new(default, error);
}
