namespace Auth.Api.Contracts;

/// <summary>Another password for a user who forgot theirs.</summary>
public sealed record ResetPasswordRequest : IRequestParameters
{
    /// <summary>The token from the mail.</summary>
    public Member<string> Token { get; init; }

    /// <summary>The new password.</summary>
    public Member<string> Password { get; init; }

    /// <inheritdoc/>
    public IEnumerable<(string Member, string? Problem)> Check() =>
        [("token", Token.ProblemIfRequiredParameter), ("password", Password.ProblemIfRequiredParameter)];
}
