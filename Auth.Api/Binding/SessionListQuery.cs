using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Auth.Api.Errors;
using Auth.Domain.Sessions;
using Microsoft.AspNetCore.Mvc;

namespace Auth.Api.Binding;

/// <summary>The page of a list of sessions.</summary>
public sealed class SessionListQuery : PageQuery<Session>
{
    private const int DefaultLimit = 100;

    private DateTimeOffset? _from;
    private int _skip;

    /// <summary>The maximum number of sessions on the page: 1 to 100.</summary>
    [FromQuery(Name = "limit")]
    [Range(1, 100, ErrorMessage = FieldProblem.InvalidMessage)]
    [DefaultValue(DefaultLimit)]
    public override int Limit { get; set; } = DefaultLimit;

    /// <summary>The cursor in the <c>Link</c> header of the previous page.</summary>
    [FromQuery(Name = "cursor")]
    public override string? Cursor { get; set; }

    internal SessionPage Page => new(ReadLimit, _from, _skip);

    /// <inheritdoc/>
    protected override bool TryStartAfter(string cursor)
    {
        var parts = cursor.Split('.');
        if (parts.Length == 2
            && long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var ticks)
            && ticks <= DateTimeOffset.MaxValue.UtcTicks
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var skip))
        {
            (_from, _skip) = (new DateTimeOffset(ticks, TimeSpan.Zero), skip);
            return true;
        }

        return false;
    }

    /// <inheritdoc/>
    /// <remarks>It contains the last session's time, and the number of sessions with that time on the pages so far.</remarks>
    protected override string CursorOf(IReadOnlyList<Session> page)
    {
        var last = page[^1].LastUsedAt;
        var skip = page.Count(session => session.LastUsedAt == last) + (last == _from ? _skip : 0);
        return string.Create(CultureInfo.InvariantCulture, $"{last.UtcTicks}.{skip}");
    }
}
