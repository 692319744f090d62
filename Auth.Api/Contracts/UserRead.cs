using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Serialization;
using Auth.Application.Users.Fields;
using Auth.Domain.Users;

namespace Auth.Api.Contracts;

/// <summary>A user.</summary>
/// <param name="Id">The user's id, a version 4 UUID in lowercase with hyphens.</param>
/// <param name="Email">The e-mail address.</param>
/// <param name="Name">The display name, or null.</param>
/// <param name="IsActive">Whether the user is active. Inactive users cannot log in.</param>
/// <param name="IsSuperuser">Whether the user is a superuser, who manages other users.</param>
/// <param name="IsVerified">Whether the e-mail address is verified.</param>
public sealed record UserRead(
    Guid Id,
    [property: DataType(DataType.EmailAddress)] string Email,
    string? Name,
    bool IsActive,
    bool IsSuperuser,
    bool IsVerified)
{
    private string? _storedFields;
    private IReadOnlyList<JsonElement>? _fields;

    /// <summary>Converts <paramref name="user"/> to its public representation, without the password hash.</summary>
    public static UserRead From(User user) =>
        new(user.Id, user.Email, user.Name, user.IsActive, user.IsSuperuser, user.IsVerified) { _storedFields = user.Fields };

    /// <summary>Returns the values of the declared user fields, which are parsed once.</summary>
    internal IReadOnlyList<JsonElement> FieldsOf(UserFields declared) => _fields ??= declared.Read(_storedFields);
}

/// <summary>A page of the list of users.</summary>
/// <param name="Items">The users, ordered by e-mail address.</param>
/// <param name="NextCursor">The cursor of the next page; null on the last page.</param>
/// <param name="Total">The number of matching users. Present only when <c>count</c> is true.</param>
public sealed record UserPage(
    IReadOnlyList<UserRead> Items,
    string? NextCursor,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? Total);
