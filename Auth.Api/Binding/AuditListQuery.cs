using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Auth.Api.Contracts;
using Auth.Api.Errors;
using Auth.Domain;
using Auth.Domain.Audit;
using Auth.Domain.Events;
using Microsoft.AspNetCore.Mvc;

namespace Auth.Api.Binding;

/// <summary>The filter and page of a list of audit events.</summary>
public sealed class AuditListQuery : PageQuery<AuditEvent>
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
    public override int Limit { get; set; } = 50;

    /// <summary>The <c>next_cursor</c> of the previous page.</summary>
    [FromQuery(Name = "cursor")]
    public override string? Cursor { get; set; }

    internal AuditFilter Filter => new(_userId, string.IsNullOrEmpty(Event) ? null : Event);

    /// <summary>The exclusive upper bound of the page's event ids; null on the first page.</summary>
    internal long? Before { get; private set; }

    /// <inheritdoc/>
    public override IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
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
        foreach (var invalid in base.Validate(validationContext))
            yield return invalid;
    }

    internal AuditPage ToPage(IReadOnlyList<AuditEvent> found) =>
        new([.. found.Take(Limit).Select(AuditEventRead.From)], CursorAfter(found));

    /// <inheritdoc/>
    protected override bool TryStartAfter(string cursor)
    {
        var isValid = long.TryParse(cursor, NumberStyles.None, CultureInfo.InvariantCulture, out var before);
        Before = before;
        return isValid;
    }

    /// <inheritdoc/>
    protected override string CursorOf(IReadOnlyList<AuditEvent> page) => page[^1].Id.ToString(CultureInfo.InvariantCulture);
}
