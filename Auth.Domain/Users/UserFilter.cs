namespace Auth.Domain.Users;

/// <summary>Which users to list: those that match every condition that is not null.</summary>
/// <param name="EmailPrefix">How the address begins, without regard to case.</param>
/// <param name="IsActive">Whether they may log in.</param>
/// <param name="IsVerified">Whether their address is verified.</param>
/// <param name="IsSuperuser">Whether they manage other users.</param>
public sealed record UserFilter(string? EmailPrefix, bool? IsActive, bool? IsVerified, bool? IsSuperuser);
