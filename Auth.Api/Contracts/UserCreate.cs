using Auth.Domain.Users;

namespace Auth.Api.Contracts;

/// <summary>Who wants to register.</summary>
public sealed record UserCreate : IRequestBody
{
    /// <summary>The address, to log in with and for mail.</summary>
    public Member<EmailAddress> Email { get; init; }

    /// <summary>The password.</summary>
    public Member<string> Password { get; init; }

    /// <summary>What to call the user, if anything.</summary>
    public Member<string> Name { get; init; }

    /// <summary>Checked and then ignored: a new user is active.</summary>
    public Member<bool> IsActive { get; init; }

    /// <summary>Checked and then ignored: a new user is no superuser.</summary>
    public Member<bool> IsSuperuser { get; init; }

    /// <summary>Checked and then ignored: a new user is not verified.</summary>
    public Member<bool> IsVerified { get; init; }

    /// <inheritdoc/>
    public IEnumerable<(string Member, string? Problem)> Check() =>
    [
        ("email", Email.ProblemIfRequired),
        ("password", Password.ProblemIfRequired),
        ("is_active", IsActive.ProblemIfNotNull),
        ("is_superuser", IsSuperuser.ProblemIfNotNull),
        ("is_verified", IsVerified.ProblemIfNotNull),
        ("name", Name.ProblemIfNotNull),
    ];
}
