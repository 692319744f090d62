using Auth.Api.Errors;
using Auth.Application.Users;

namespace Auth.Api.Contracts;

/// <summary>
/// The changes of a user by a superuser. The flags are applied and must not be null. Absent members stay unchanged.
/// </summary>
public sealed record UserAdminUpdate : UserUpdate
{
    /// <summary>Returns all changes, including the flags.</summary>
    internal UserChanges AllChanges() => OwnChanges() with
    {
        IsActive = IsActive.IsGiven ? IsActive.Value : null,
        IsSuperuser = IsSuperuser.IsGiven ? IsSuperuser.Value : null,
        IsVerified = IsVerified.IsGiven ? IsVerified.Value : null,
    };

    /// <inheritdoc/>
    public override IEnumerable<(string Member, FieldProblem? Problem)> Check() => base.Check().Concat(
    [
        ("is_active", IsActive.ProblemIfNull),
        ("is_superuser", IsSuperuser.ProblemIfNull),
        ("is_verified", IsVerified.ProblemIfNull),
    ]);
}
