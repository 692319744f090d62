using Auth.Domain.Users;

namespace Auth.Api.Contracts;

/// <summary>A request for a token by e-mail.</summary>
public sealed record EmailRequest : IRequestParameters
{
    /// <summary>The user's e-mail address.</summary>
    public Member<EmailAddress> Email { get; init; }

    /// <inheritdoc/>
    public IEnumerable<(string Member, string? Problem)> Check() => [("email", Email.ProblemIfRequiredParameter)];
}
