using System.ComponentModel.DataAnnotations;
using Auth.Domain.Users;

namespace Auth.Api.Contracts;

/// <summary>A user, as clients see one.</summary>
/// <param name="Id">A version 4 UUID, in small letters with hyphens.</param>
/// <param name="Email">The address.</param>
/// <param name="Name">What the user is called, or null.</param>
/// <param name="IsActive">Whether the user may log in.</param>
/// <param name="IsSuperuser">Whether the user manages others.</param>
/// <param name="IsVerified">Whether the address is verified.</param>
public sealed record UserRead(
    Guid Id,
    [property: DataType(DataType.EmailAddress)] string Email,
    string? Name,
    bool IsActive,
    bool IsSuperuser,
    bool IsVerified)
{
    /// <summary>What clients see of <paramref name="user"/>: never the password's hash.</summary>
    public static UserRead From(User user) =>
        new(user.Id, user.Email, user.Name, user.IsActive, user.IsSuperuser, user.IsVerified);
}
