using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Auth.Api.Errors;
using Auth.Domain;
using Auth.Domain.Audit;
using Auth.Domain.Events;
using Microsoft.AspNetCore.Mvc;

namespace Auth.Api.Contracts;

/// <summary>The filter and page of a list of audit events.</summary>
public sealed class AuditListQuery : IValidatableObject
{
    private Guid? _userId;

    /// <summary>The id of the affected user. Ids of deleted users are accepted.</summary>
    [FromQuery(Name = "user")]
    public string? User { get; set; }

    /// <summary>The kind of event, such as <c>login_failed</c>.</summary>
    [FromQuery(Name = "event")]
    public string? Event { get; set; }

    /// <summary>The maximum number of events on the page: 1 to 100.</summary>
    [FromQuery(Name = "limit")]
    [Range(1, 100, ErrorMessage = FieldProblem.InvalidMessage)]
    public int Limit { get; set; } = 50;

    /// <summary>The <c>next_cursor</c> of the previous page.</summary>
    [FromQuery(Name = "cursor")]
    public string? Cursor { get; set; }

    internal AuditFilter Filter => new(_userId, string.IsNullOrEmpty(Event) ? null : Event);

    /// <summary>The exclusive upper bound of the page's event ids; null on the first page.</summary>
    internal long? Before { get; private set; }

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!string.IsNullOrEmpty(User))
        {
            if (CanonicalGuid.TryParse(User, out var userId))
                _userId = userId;
            else
                yield return Invalid("user");
        }

        if (!string.IsNullOrEmpty(Event) && !AccountEventKinds.IsKnown(Event))
            yield return Invalid("event");
        if (!string.IsNullOrEmpty(Cursor))
        {
            if (long.TryParse(Cursor, NumberStyles.None, CultureInfo.InvariantCulture, out var before))
                Before = before;
            else
                yield return Invalid("cursor");
        }
    }

    /// <summary>
    /// Creates a page of the events in <paramref name="found"/>. More events than <see cref="Limit"/> mean that another page
    /// follows.
    /// </summary>
    internal AuditPage ToPage(IReadOnlyList<AuditEvent> found)
    {
        var items = found.Take(Limit).Select(AuditEventRead.From).ToList();
        return new AuditPage(items, found.Count > Limit ? items[^1].Id.ToString(CultureInfo.InvariantCulture) : null);
    }

    private static ValidationResult Invalid(string parameter) => new(FieldProblem.InvalidMessage, [parameter]);
}
