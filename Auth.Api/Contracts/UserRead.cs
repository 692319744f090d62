using System.ComponentModel.DataAnnotations;
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
    /// <summary>Converts <paramref name="user"/> to its public representation, without the password hash.</summary>
    public static UserRead From(User user) =>
        new(user.Id, user.Email, user.Name, user.IsActive, user.IsSuperuser, user.IsVerified);
}
