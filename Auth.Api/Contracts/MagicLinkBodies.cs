using Auth.Api.Binding;
using Auth.Api.Errors;
using Auth.Domain.Users;

namespace Auth.Api.Contracts;

/// <summary>A request for a login by mail.</summary>
public sealed record MagicLinkRequest : IRequestBody
{
    /// <summary>The user's e-mail address.</summary>
    public Member<EmailAddress> Email { get; init; }

    /// <summary>The URL of the link, one of <c>Auth:MagicLink:ReturnUrls</c>. By default, <c>Auth:MagicLink:Url</c>.</summary>
    public Member<string> ReturnTo { get; init; }

    /// <inheritdoc/>
    public IEnumerable<(string Member, FieldProblem? Problem)> Check() =>
        [("email", Email.ProblemIfRequired), ("return_to", ReturnTo.ProblemIfNotNull)];
}

/// <summary>The response to a request for a login by mail.</summary>
/// <param name="RequestToken">
/// The secret that the client presents with the token or the code. The client keeps it to itself.
/// </param>
public sealed record MagicLinkRequested(string RequestToken);

/// <summary>A login with the token of a mailed link, or with the mailed code.</summary>
public sealed record MagicLinkLogin : IRequestBody
{
    /// <summary>The secret from the response to the request. Without it, the cookie of the request is required.</summary>
    public Member<string> RequestToken { get; init; }

    /// <summary>The token in the fragment of the link. Either the token or the code is required.</summary>
    public Member<string> Token { get; init; }

    /// <summary>The code in the mail.</summary>
    public Member<string> Code { get; init; }

    /// <inheritdoc/>
    public IEnumerable<(string Member, FieldProblem? Problem)> Check() =>
    [
        ("request_token", RequestToken.ProblemIfNotNull), ("token", Token.ProblemIfNotNull), ("code", Code.ProblemIfNotNull),
    ];
}
