using System.Text.Json;
using System.Text.Json.Serialization;
using Auth.Api.Binding;
using Auth.Api.Errors;
using Auth.Domain.Users;

namespace Auth.Api.Contracts;

/// <summary>The registration of a user.</summary>
public record UserCreate : IUserFieldsBody
{
    /// <summary>The e-mail address, which is also the login name.</summary>
    public Member<EmailAddress> Email { get; init; }

    /// <summary>The password.</summary>
    public Member<string> Password { get; init; }

    /// <summary>The display name. Optional.</summary>
    public Member<string> Name { get; init; }

    /// <summary>Validated but not applied. A new user is active.</summary>
    public Member<bool> IsActive { get; init; }

    /// <summary>Validated but not applied. A new user is not a superuser.</summary>
    public Member<bool> IsSuperuser { get; init; }

    /// <summary>Validated but not applied. A new user is not verified.</summary>
    public Member<bool> IsVerified { get; init; }

    /// <inheritdoc/>
    [JsonIgnore] public IReadOnlyDictionary<string, JsonElement>? UserFields { get; set; }

    /// <inheritdoc/>
    public virtual IEnumerable<(string Member, FieldProblem? Problem)> Check() =>
    [
        ("email", Email.ProblemIfRequired),
        ("password", Password.ProblemIfRequired),
        ("is_active", IsActive.ProblemIfNotNull),
        ("is_superuser", IsSuperuser.ProblemIfNotNull),
        ("is_verified", IsVerified.ProblemIfNotNull),
        ("name", Name.ProblemIfNotNull),
    ];
}
