using Auth.Api.Errors;

namespace Auth.Api.Contracts;

/// <summary>A member of a JSON object: absent, null, a value, or something that is no value.</summary>
/// <remarks>The serializer's own types stop at the first bad member and cannot tell an absent one from null.</remarks>
/// <typeparam name="T">The type of a good value.</typeparam>
public readonly record struct Member<T>
{
    private readonly bool _isNull;
    private readonly string? _problem;

    private Member(bool isGiven, bool isNull, T? value, string? problem) =>
        (IsGiven, _isNull, Value, _problem) = (isGiven, isNull, value, problem);

    /// <summary>Whether the object has the member, be it null.</summary>
    public bool IsGiven { get; }

    /// <summary>The value; the default where there is none.</summary>
    public T? Value { get; }

    /// <summary>A member with a value.</summary>
    internal static Member<T> Of(T value) => new(isGiven: true, isNull: false, value, problem: null);

    /// <summary>A member that is null.</summary>
    /// <param name="problem">What is wrong with that where null may not be.</param>
    internal static Member<T> Null(string problem) => new(isGiven: true, isNull: true, default, problem);

    /// <summary>A member that is no value.</summary>
    internal static Member<T> Bad(string problem) => new(isGiven: true, isNull: false, default, problem);

    /// <summary>What is wrong where the member must be there and not be null; null where nothing is.</summary>
    internal string? ProblemIfRequired => IsGiven ? _problem : FieldProblem.Missing;

    /// <summary>What is wrong where the member must be there, and null is taken for absent.</summary>
    internal string? ProblemIfRequiredParameter => _isNull ? FieldProblem.Missing : ProblemIfRequired;

    /// <summary>What is wrong where the member may be absent, but not be null.</summary>
    internal string? ProblemIfGiven => _problem;

    /// <summary>What is wrong where the member may be absent or null.</summary>
    internal string? ProblemIfNotNull => _isNull ? null : _problem;

    /// <summary>What is wrong with a null where the member may not be null; null for any other member.</summary>
    internal string? ProblemIfNull => _isNull ? _problem : null;
}
