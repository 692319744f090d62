using System.Buffers.Text;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text;
using Auth.Api.Errors;
using Auth.Domain.Users;
using Microsoft.AspNetCore.Mvc;

namespace Auth.Api.Contracts;

/// <summary>The filter and page of a list of users.</summary>
public sealed class UserListQuery : IValidatableObject
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
    public int Limit { get; set; } = 50;

    /// <summary>The <c>next_cursor</c> of the previous page.</summary>
    [FromQuery(Name = "cursor")]
    public string? Cursor { get; set; }

    /// <summary>Whether to return the number of matching users in <c>total</c>. Counting reads every match.</summary>
    [FromQuery(Name = "count")]
    [DefaultValue(false)]
    public bool Count { get; set; }

    internal UserFilter Filter => new(Email, IsActive, IsVerified, IsSuperuser);

    /// <summary>The exclusive lower bound of the page's normalised e-mail addresses; null on the first page.</summary>
    internal string? After { get; private set; }

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (string.IsNullOrEmpty(Cursor))
            yield break;
        if (Base64Url.IsValid(Cursor))
            After = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(Cursor));
        if (string.IsNullOrEmpty(After) || CursorAfter(After) != Cursor)
            yield return new ValidationResult(FieldProblem.InvalidMessage, ["cursor"]);
    }

    /// <summary>
    /// Creates a page of the users in <paramref name="found"/>. More users than <see cref="Limit"/> mean that another page
    /// follows.
    /// </summary>
    internal UserPage ToPage(IReadOnlyList<User> found, int? total)
    {
        var items = found.Take(Limit).ToList();
        var next = found.Count > Limit ? CursorAfter(items[^1].NormalizedEmail) : null;
        return new UserPage(items.ConvertAll(UserRead.From), next, total);
    }

    private static string CursorAfter(string normalizedEmail) =>
        Base64Url.EncodeToString(Encoding.UTF8.GetBytes(normalizedEmail));
}
