using Auth.Api.Binding;
using Auth.Api.Errors;

namespace Auth.Api.Contracts;

/// <summary>The registration of a user who was invited.</summary>
public sealed record InvitedUserCreate : UserCreate
{
    /// <summary>The token from the e-mail. Required. Without a valid one, the response is 400.</summary>
    public Member<string> Invitation { get; init; }

    /// <inheritdoc/>
    public override IEnumerable<(string Member, FieldProblem? Problem)> Check() =>
        [.. base.Check(), ("invitation", Invitation.ProblemIfNotNull)];
}
