using Auth.Api.Errors;

namespace Auth.Api.Binding;

/// <summary>A member of a JSON object: absent, null, valid or invalid.</summary>
/// <remarks>
/// With plain types, the serializer stops at the first invalid member and does not distinguish an absent member from null.
/// </remarks>
/// <typeparam name="T">The type of a valid value.</typeparam>
public readonly record struct Member<T>
{
    private readonly bool _isNull;
    private readonly FieldProblem? _problem;

    private Member(bool isGiven, bool isNull, T? value, FieldProblem? problem) =>
        (IsGiven, _isNull, Value, _problem) = (isGiven, isNull, value, problem);

    /// <summary>Whether the member is present, including as null.</summary>
    public bool IsGiven { get; }

    /// <summary>The value; the default of the type when the member is absent, null or invalid.</summary>
    public T? Value { get; }

    /// <summary>Creates a member with a valid value.</summary>
    internal static Member<T> Of(T value) => new(isGiven: true, isNull: false, value, problem: null);

    /// <summary>Creates a member that is null.</summary>
    /// <param name="problem">The problem to report where null is not allowed.</param>
    internal static Member<T> Null(FieldProblem problem) => new(isGiven: true, isNull: true, default, problem);

    /// <summary>Creates an invalid member.</summary>
    internal static Member<T> Bad(FieldProblem problem) => new(isGiven: true, isNull: false, default, problem);

    /// <summary>The problem of a member that is required and not nullable; null for a valid member.</summary>
    internal FieldProblem? ProblemIfRequired => IsGiven ? _problem : FieldProblem.Missing;

    /// <summary>The problem of a required member for which null counts as absent; null for a valid member.</summary>
    internal FieldProblem? ProblemIfRequiredParameter => _isNull ? FieldProblem.Missing : ProblemIfRequired;

    /// <summary>The problem of an optional member that is not nullable; null for a valid or absent member.</summary>
    internal FieldProblem? ProblemIfGiven => _problem;

    /// <summary>The problem of an optional, nullable member; null for a valid, absent or null member.</summary>
    internal FieldProblem? ProblemIfNotNull => _isNull ? null : _problem;

    /// <summary>The problem of a null where null is not allowed; null for any other member.</summary>
    internal FieldProblem? ProblemIfNull => _isNull ? _problem : null;
}
