namespace Auth.Api.Contracts;

/// <summary>The verification of an e-mail address.</summary>
public sealed record VerifyRequest : IRequestParameters
{
    /// <summary>The token from the e-mail.</summary>
    public Member<string> Token { get; init; }

    /// <inheritdoc/>
    public IEnumerable<(string Member, string? Problem)> Check() => [("token", Token.ProblemIfRequiredParameter)];
}
