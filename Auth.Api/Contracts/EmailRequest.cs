using Auth.Domain.Users;

namespace Auth.Api.Contracts;

/// <summary>Who wants a token by mail.</summary>
public sealed record EmailRequest : IRequestParameters
{
    /// <summary>The address of the user.</summary>
    public Member<EmailAddress> Email { get; init; }

    /// <inheritdoc/>
    public IEnumerable<(string Member, string? Problem)> Check() => [("email", Email.ProblemIfRequiredParameter)];
}
