using System.ComponentModel.DataAnnotations;
using Auth.Api.Errors;

namespace Auth.Api.Binding;

/// <summary>The page of a list. It starts after a position in the list, which the cursor contains.</summary>
/// <typeparam name="T">The type of the listed items.</typeparam>
public abstract class PageQuery<T> : IValidatableObject
{
    /// <summary>The maximum number of items on the page.</summary>
    public abstract int Limit { get; set; }

    /// <summary>The cursor of the previous page; null or empty for the first page.</summary>
    public abstract string? Cursor { get; set; }

    /// <summary>The number of items to read. The one above <see cref="Limit"/> shows whether another page follows.</summary>
    internal int ReadLimit => Limit + 1;

    /// <inheritdoc/>
    public virtual IEnumerable<ValidationResult> Validate(ValidationContext validationContext) =>
        string.IsNullOrEmpty(Cursor) || TryStartAfter(Cursor) ? [] : [Invalid("cursor")];

    /// <summary>Returns the cursor of the next page; null if this page is the last.</summary>
    internal string? CursorAfter(IReadOnlyList<T> found) => found.Count > Limit ? CursorOf([.. found.Take(Limit)]) : null;

    /// <summary>Creates the validation error of a parameter.</summary>
    protected static ValidationResult Invalid(string parameter) => new(FieldProblem.InvalidMessage, [parameter]);

    /// <summary>Sets the start of the page; returns whether the cursor is valid.</summary>
    protected abstract bool TryStartAfter(string cursor);

    /// <summary>Returns the cursor of the page after these items.</summary>
    protected abstract string CursorOf(IReadOnlyList<T> page);
}
