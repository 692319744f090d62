using Auth.Application.Users;
using Auth.Domain.Users;

namespace Auth.Api.Contracts;

/// <summary>What to change of a user: what is absent stays as it is.</summary>
public record UserUpdate : IRequestBody
{
    /// <summary>Another password; null changes nothing.</summary>
    public Member<string> Password { get; init; }

    /// <summary>Another address, which makes the user unverified.</summary>
    public Member<EmailAddress> Email { get; init; }

    /// <summary>Whether the user may log in. Only superusers change it, on <c>users/{id}</c>; elsewhere it is ignored.</summary>
    public Member<bool> IsActive { get; init; }

    /// <summary>
    /// Whether the user manages others. Only superusers change it, on <c>users/{id}</c>; elsewhere it is ignored.
    /// </summary>
    public Member<bool> IsSuperuser { get; init; }

    /// <summary>
    /// Whether the address is verified. Only superusers change it, on <c>users/{id}</c>; elsewhere it is ignored.
    /// </summary>
    public Member<bool> IsVerified { get; init; }

    /// <summary>Another name, or null for none.</summary>
    public Member<string> Name { get; init; }

    /// <summary>
    /// The password there is. Where <c>Auth:RequireCurrentPassword</c> is on, <c>users/me</c> wants it with another password or
    /// address; elsewhere it is ignored.
    /// </summary>
    public Member<string> CurrentPassword { get; init; }

    /// <summary>What users may change of themselves.</summary>
    internal UserChanges OwnChanges() => new() { Email = Email.Value, ChangesName = Name.IsGiven, Name = Name.Value };

    /// <inheritdoc/>
    public virtual IEnumerable<(string Member, string? Problem)> Check() =>
    [
        ("password", Password.ProblemIfNotNull),
        ("email", Email.ProblemIfGiven),
        ("is_active", IsActive.ProblemIfNotNull),
        ("is_superuser", IsSuperuser.ProblemIfNotNull),
        ("is_verified", IsVerified.ProblemIfNotNull),
        ("name", Name.ProblemIfNotNull),
        ("current_password", CurrentPassword.ProblemIfNotNull),
    ];
}
