using System.Buffers.Text;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text;
using Auth.Api.Errors;
using Auth.Domain.Users;
using Microsoft.AspNetCore.Mvc;

namespace Auth.Api.Contracts;

/// <summary>Which users to list.</summary>
public sealed class UserListQuery : IValidatableObject
{
    /// <summary>How the address begins, without regard to case.</summary>
    [FromQuery(Name = "email")]
    public string? Email { get; set; }

    /// <summary>Whether the users may log in.</summary>
    [FromQuery(Name = "is_active")]
    public bool? IsActive { get; set; }

    /// <summary>Whether their address is verified.</summary>
    [FromQuery(Name = "is_verified")]
    public bool? IsVerified { get; set; }

    /// <summary>Whether they manage others.</summary>
    [FromQuery(Name = "is_superuser")]
    public bool? IsSuperuser { get; set; }

    /// <summary>The most users on a page: 1 to 100.</summary>
    [FromQuery(Name = "limit")]
    [Range(1, 100, ErrorMessage = FieldProblem.QueryInvalid)]
    [DefaultValue(50)]
    public int Limit { get; set; } = 50;

    /// <summary>The <c>next_cursor</c> of the page before.</summary>
    [FromQuery(Name = "cursor")]
    public string? Cursor { get; set; }

    /// <summary>Whether to count all users that match, which reads them all.</summary>
    [FromQuery(Name = "count")]
    [DefaultValue(false)]
    public bool Count { get; set; }

    internal UserFilter Filter => new(Email, IsActive, IsVerified, IsSuperuser);

    /// <summary>The normalised address that the page begins behind; null on the first page.</summary>
    internal string? After { get; private set; }

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (string.IsNullOrEmpty(Cursor))
            yield break;
        if (Base64Url.IsValid(Cursor))
            After = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(Cursor));
        if (string.IsNullOrEmpty(After) || CursorAfter(After) != Cursor)
            yield return new ValidationResult(FieldProblem.QueryInvalid, ["cursor"]);
    }

    /// <summary>
    /// Makes a page of the users that were found, one more of whom than <see cref="Limit"/> means that there is another page.
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
