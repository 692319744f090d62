using System.Text.Json;
using System.Text.Json.Serialization;
using Auth.Api.Binding;
using Auth.Api.Errors;
using Auth.Application.Users;
using Auth.Domain.Users;

namespace Auth.Api.Contracts;

/// <summary>The changes of a user. Absent members stay unchanged.</summary>
public record UserUpdate : IUserFieldsBody
{
    /// <summary>The new password. Null leaves the password unchanged.</summary>
    public Member<string> Password { get; init; }

    /// <summary>The new e-mail address. A changed address is unverified.</summary>
    public Member<EmailAddress> Email { get; init; }

    /// <summary>
    /// Whether the user is active. Only superusers can change it, on <c>users/{id}</c>; elsewhere it is validated but not
    /// applied.
    /// </summary>
    public Member<bool> IsActive { get; init; }

    /// <summary>
    /// Whether the user is a superuser. Only superusers can change it, on <c>users/{id}</c>; elsewhere it is validated but not
    /// applied.
    /// </summary>
    public Member<bool> IsSuperuser { get; init; }

    /// <summary>
    /// Whether the e-mail address is verified. Only superusers can change it, on <c>users/{id}</c>; elsewhere it is validated but
    /// not applied.
    /// </summary>
    public Member<bool> IsVerified { get; init; }

    /// <summary>The new display name. Null removes the name.</summary>
    public Member<string> Name { get; init; }

    /// <summary>
    /// The current password. Required on <c>users/me</c> when the password or e-mail address changes and
    /// <c>Auth:RequireCurrentPassword</c> is on; elsewhere it is ignored.
    /// </summary>
    public Member<string> CurrentPassword { get; init; }

    /// <inheritdoc/>
    [JsonIgnore] public IReadOnlyDictionary<string, JsonElement>? UserFields { get; set; }

    /// <summary>Returns the changes that users can make to their own account.</summary>
    internal UserChanges OwnChanges() => new()
    {
        Email = Email.Value,
        ChangesName = Name.IsGiven,
        Name = Name.Value,
        Fields = UserFields,
    };

    /// <inheritdoc/>
    public virtual IEnumerable<(string Member, FieldProblem? Problem)> Check() =>
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
