using System.Text.Json;
using Auth.Api.Binding;
using Auth.Api.Errors;
using Auth.Domain.Credentials;

namespace Auth.Api.Contracts;

/// <summary>A new passkey.</summary>
public sealed record PasskeyCreate : IRequestBody
{
    /// <summary>The result of <c>navigator.credentials.create</c> in the format of <c>toJSON</c>.</summary>
    public Member<JsonElement> Credential { get; init; }

    /// <summary>The name, at most 100 characters. By default, <c>Passkey</c>.</summary>
    public Member<string> Name { get; init; }

    /// <summary>The name to store.</summary>
    internal string NameOrDefault => string.IsNullOrWhiteSpace(Name.Value) ? "Passkey" : Name.Value;

    /// <inheritdoc/>
    public IEnumerable<(string Member, FieldProblem? Problem)> Check() =>
        [("credential", Credential.ProblemIfRequired), ("name", Name.ProblemIfNotNull ?? PasskeyRename.ProblemOf(Name))];
}

/// <summary>A new name of a passkey.</summary>
public sealed record PasskeyRename : IRequestBody
{
    /// <summary>The name, 1 to 100 characters.</summary>
    public Member<string> Name { get; init; }

    /// <inheritdoc/>
    public IEnumerable<(string Member, FieldProblem? Problem)> Check() => [("name", Name.ProblemIfRequired
        ?? ProblemOf(Name) ?? (string.IsNullOrWhiteSpace(Name.Value) ? FieldProblem.TooShort : null))];

    /// <summary>Returns the problem of a name that is too long.</summary>
    internal static FieldProblem? ProblemOf(Member<string> name) =>
        name.Value?.Length > Passkey.MaxNameLength ? FieldProblem.TooLong(Passkey.MaxNameLength) : null;
}

/// <summary>A login with a passkey.</summary>
public sealed record PasskeyLogin : IRequestBody
{
    /// <summary>The result of <c>navigator.credentials.get</c> in the format of <c>toJSON</c>.</summary>
    public Member<JsonElement> Credential { get; init; }

    /// <inheritdoc/>
    public IEnumerable<(string Member, FieldProblem? Problem)> Check() => [("credential", Credential.ProblemIfRequired)];
}

/// <summary>The beginning of a login with a passkey. The body can be absent.</summary>
public sealed record PasskeyOptionsRequest : IRequestParameters
{
    /// <summary>
    /// The token of the error <c>LOGIN_SECOND_FACTOR_REQUIRED</c>, if the passkey is the second factor after a password.
    /// </summary>
    public Member<string> Token { get; init; }

    /// <inheritdoc/>
    public IEnumerable<(string Member, FieldProblem? Problem)> Check() => [("token", Token.ProblemIfNotNull)];
}

/// <summary>A passkey, without its keys. Times are in UTC (RFC 3339).</summary>
/// <param name="Id">The id.</param>
/// <param name="Name">The name.</param>
/// <param name="Aaguid">The model of the authenticator. Without attestation it is a claim of the client.</param>
/// <param name="Transports">The transports, such as <c>internal</c>, <c>hybrid</c> and <c>usb</c>.</param>
/// <param name="IsBackupEligible">Whether the passkey can be synchronized between devices.</param>
/// <param name="IsBackedUp">Whether the passkey was synchronized at the last use.</param>
/// <param name="CreatedAt">The time at which it was added.</param>
/// <param name="LastUsedAt">The time of the last login, or null.</param>
public sealed record PasskeyRead(
    Guid Id, string Name, Guid Aaguid, IReadOnlyList<string> Transports, bool IsBackupEligible, bool IsBackedUp, DateTime CreatedAt,
    DateTime? LastUsedAt)
{
    /// <summary>Converts <paramref name="passkey"/> to its public representation.</summary>
    public static PasskeyRead From(Passkey passkey) => new(
        passkey.Id, passkey.Name, passkey.Aaguid, passkey.Transports.Split(' ', StringSplitOptions.RemoveEmptyEntries),
        passkey.IsBackupEligible, passkey.IsBackedUp, passkey.CreatedAt.UtcDateTime, passkey.LastUsedAt?.UtcDateTime);
}
