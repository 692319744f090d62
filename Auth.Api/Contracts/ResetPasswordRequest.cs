namespace Auth.Api.Contracts;

/// <summary>A new password, with a token from an e-mail.</summary>
public sealed record ResetPasswordRequest : IRequestParameters
{
    /// <summary>The token from the e-mail.</summary>
    public Member<string> Token { get; init; }

    /// <summary>The new password.</summary>
    public Member<string> Password { get; init; }

    /// <inheritdoc/>
    public IEnumerable<(string Member, string? Problem)> Check() =>
        [("token", Token.ProblemIfRequiredParameter), ("password", Password.ProblemIfRequiredParameter)];
}
