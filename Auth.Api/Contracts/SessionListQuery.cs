using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Auth.Api.Errors;
using Auth.Domain.Sessions;
using Microsoft.AspNetCore.Mvc;

namespace Auth.Api.Contracts;

/// <summary>The page of a list of sessions.</summary>
public sealed class SessionListQuery : IValidatableObject
{
    private const int DefaultLimit = 100;

    private DateTimeOffset? _from;
    private int _skip;

    /// <summary>The maximum number of sessions on the page: 1 to 100.</summary>
    [FromQuery(Name = "limit")]
    [Range(1, 100, ErrorMessage = FieldProblem.InvalidMessage)]
    [DefaultValue(DefaultLimit)]
    public int Limit { get; set; } = DefaultLimit;

    /// <summary>The cursor in the <c>Link</c> header of the previous page.</summary>
    [FromQuery(Name = "cursor")]
    public string? Cursor { get; set; }

    /// <summary>The sessions to read: one more than <see cref="Limit"/>, which shows whether there is another page.</summary>
    internal SessionPage Page => new(Limit + 1, _from, _skip);

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (string.IsNullOrEmpty(Cursor))
            yield break;
        var parts = Cursor.Split('.');
        if (parts.Length == 2
            && long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var ticks)
            && ticks <= DateTimeOffset.MaxValue.UtcTicks
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var skip))
        {
            (_from, _skip) = (new DateTimeOffset(ticks, TimeSpan.Zero), skip);
        }
        else
        {
            yield return new ValidationResult(FieldProblem.InvalidMessage, ["cursor"]);
        }
    }

    /// <summary>Returns the cursor of the next page; null if this page is the last.</summary>
    /// <remarks>It contains the last session's time, and the number of sessions with that time on the pages so far.</remarks>
    internal string? CursorAfter(IReadOnlyList<Session> found)
    {
        if (found.Count <= Limit)
            return null;
        var last = found[Limit - 1].LastUsedAt;
        var skip = found.Take(Limit).Count(session => session.LastUsedAt == last) + (last == _from ? _skip : 0);
        return string.Create(CultureInfo.InvariantCulture, $"{last.UtcTicks}.{skip}");
    }
}
