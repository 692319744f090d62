namespace Auth.Api.Contracts;

/// <summary>The proof that mail reaches a user.</summary>
public sealed record VerifyRequest : IRequestParameters
{
    /// <summary>The token from the mail.</summary>
    public Member<string> Token { get; init; }

    /// <inheritdoc/>
    public IEnumerable<(string Member, string? Problem)> Check() => [("token", Token.ProblemIfRequiredParameter)];
}
