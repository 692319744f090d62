using Auth.Api.Binding;
using Auth.Api.Errors;
using Auth.Domain.Users;

namespace Auth.Api.Contracts;

/// <summary>A request for a token by e-mail.</summary>
public sealed record EmailRequest : IRequestParameters
{
    /// <summary>The user's e-mail address.</summary>
    public Member<EmailAddress> Email { get; init; }

    /// <inheritdoc/>
    public IEnumerable<(string Member, FieldProblem? Problem)> Check() => [("email", Email.ProblemIfRequiredParameter)];
}

/// <summary>The verification of an e-mail address.</summary>
public sealed record VerifyRequest : IRequestParameters
{
    /// <summary>The token from the e-mail.</summary>
    public Member<string> Token { get; init; }

    /// <inheritdoc/>
    public IEnumerable<(string Member, FieldProblem? Problem)> Check() => [("token", Token.ProblemIfRequiredParameter)];
}

/// <summary>A new password, with a token from an e-mail.</summary>
public sealed record ResetRequest : IRequestParameters
{
    /// <summary>The token from the e-mail.</summary>
    public Member<string> Token { get; init; }

    /// <summary>The new password.</summary>
    public Member<string> Password { get; init; }

    /// <inheritdoc/>
    public IEnumerable<(string Member, FieldProblem? Problem)> Check() =>
        [("token", Token.ProblemIfRequiredParameter), ("password", Password.ProblemIfRequiredParameter)];
}
