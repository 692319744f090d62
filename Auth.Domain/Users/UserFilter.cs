namespace Auth.Domain.Users;

/// <summary>Selects users that match every condition that is not null.</summary>
/// <param name="EmailPrefix">The start of the e-mail address, without regard to case.</param>
/// <param name="IsActive">Whether the users may log in.</param>
/// <param name="IsVerified">Whether the users' e-mail addresses are verified.</param>
/// <param name="IsSuperuser">Whether the users may manage other users.</param>
public sealed record UserFilter(string? EmailPrefix, bool? IsActive, bool? IsVerified, bool? IsSuperuser);
