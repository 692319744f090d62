using Auth.Application.Users;

namespace Auth.Api.Contracts;

/// <summary>What a superuser changes of a user: the flags count here, and may not be null.</summary>
public sealed record UserAdminUpdate : UserUpdate
{
    /// <summary>All of the changes.</summary>
    internal UserChanges AllChanges() => OwnChanges() with
    {
        IsActive = IsActive.IsGiven ? IsActive.Value : null,
        IsSuperuser = IsSuperuser.IsGiven ? IsSuperuser.Value : null,
        IsVerified = IsVerified.IsGiven ? IsVerified.Value : null,
    };

    /// <inheritdoc/>
    public override IEnumerable<(string Member, string? Problem)> Check() => base.Check().Concat(
    [
        ("is_active", IsActive.ProblemIfNull),
        ("is_superuser", IsSuperuser.ProblemIfNull),
        ("is_verified", IsVerified.ProblemIfNull),
    ]);
}
