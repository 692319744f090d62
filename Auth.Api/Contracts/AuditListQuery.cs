using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Auth.Api.Errors;
using Auth.Domain.Audit;
using Auth.Domain.Events;
using Auth.Domain.Users;
using Microsoft.AspNetCore.Mvc;

namespace Auth.Api.Contracts;

/// <summary>Which events of the audit trail to list.</summary>
public sealed class AuditListQuery : IValidatableObject
{
    private Guid? _userId;

    /// <summary>Whose account they are about: a user's id, also one of a user who is deleted.</summary>
    [FromQuery(Name = "user")]
    public string? User { get; set; }

    /// <summary>What happened, such as <c>login_failed</c>.</summary>
    [FromQuery(Name = "event")]
    public string? Event { get; set; }

    /// <summary>The most events on a page: 1 to 100.</summary>
    [FromQuery(Name = "limit")]
    [Range(1, 100, ErrorMessage = FieldProblem.QueryInvalid)]
    public int Limit { get; set; } = 50;

    /// <summary>The <c>next_cursor</c> of the page before.</summary>
    [FromQuery(Name = "cursor")]
    public string? Cursor { get; set; }

    internal AuditFilter Filter => new(_userId, string.IsNullOrEmpty(Event) ? null : Event);

    /// <summary>The number of the event that the page begins before; null on the first page.</summary>
    internal long? Before { get; private set; }

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!string.IsNullOrEmpty(User))
        {
            if (UserId.TryParse(User, out var userId))
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
    /// Makes a page of the events that were found, one more of which than <see cref="Limit"/> means that there is another page.
    /// </summary>
    internal AuditPage ToPage(IReadOnlyList<AuditEvent> found)
    {
        var items = found.Take(Limit).Select(AuditEventRead.From).ToList();
        return new AuditPage(items, found.Count > Limit ? items[^1].Id.ToString(CultureInfo.InvariantCulture) : null);
    }

    private static ValidationResult Invalid(string parameter) => new(FieldProblem.QueryInvalid, [parameter]);
}
