using System.Buffers.Text;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text;
using Auth.Api.Contracts;
using Auth.Api.Errors;
using Auth.Domain.Users;
using Microsoft.AspNetCore.Mvc;

namespace Auth.Api.Binding;

/// <summary>The filter and page of a list of users.</summary>
public sealed class UserListQuery : PageQuery<User>
{
    /// <summary>The prefix of the e-mail address, case-insensitive.</summary>
    [FromQuery(Name = "email")]
    public string? Email { get; set; }

    /// <summary>Whether the users are active. Inactive users cannot log in.</summary>
    [FromQuery(Name = "is_active")]
    public bool? IsActive { get; set; }

    /// <summary>Whether the e-mail addresses are verified.</summary>
    [FromQuery(Name = "is_verified")]
    public bool? IsVerified { get; set; }

    /// <summary>Whether the users are superusers.</summary>
    [FromQuery(Name = "is_superuser")]
    public bool? IsSuperuser { get; set; }

    /// <summary>The maximum number of users on the page: 1 to 100.</summary>
    [FromQuery(Name = "limit")]
    [Range(1, 100, ErrorMessage = FieldProblem.InvalidMessage)]
    [DefaultValue(50)]
    public override int Limit { get; set; } = 50;

    /// <summary>The <c>next_cursor</c> of the previous page.</summary>
    [FromQuery(Name = "cursor")]
    public override string? Cursor { get; set; }

    /// <summary>Whether to return the number of matching users in <c>total</c>. Counting reads every match.</summary>
    [FromQuery(Name = "count")]
    [DefaultValue(false)]
    public bool Count { get; set; }

    internal UserFilter Filter => new(Email, IsActive, IsVerified, IsSuperuser);

    /// <summary>The exclusive lower bound of the page's normalised e-mail addresses; null on the first page.</summary>
    internal string? After { get; private set; }

    internal UserPage ToPage(IReadOnlyList<User> found, int? total) =>
        new([.. found.Take(Limit).Select(UserRead.From)], CursorAfter(found), total);

    /// <inheritdoc/>
    protected override bool TryStartAfter(string cursor)
    {
        if (Base64Url.IsValid(cursor))
            After = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(cursor));
        return !string.IsNullOrEmpty(After) && Encode(After) == cursor;
    }

    /// <inheritdoc/>
    protected override string CursorOf(IReadOnlyList<User> page) => Encode(page[^1].NormalizedEmail);

    private static string Encode(string normalizedEmail) =>
        Base64Url.EncodeToString(Encoding.UTF8.GetBytes(normalizedEmail));
}
