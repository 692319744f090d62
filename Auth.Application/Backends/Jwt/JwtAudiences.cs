namespace Auth.Application.Backends.Jwt;

/// <summary>The audiences of tokens: the claim <c>aud</c>, which states the purpose of a token.</summary>
internal static class JwtAudiences
{
    /// <summary>Verifies an e-mail address, as in fastapi-users.</summary>
    public const string Verify = "fastapi-users:verify";

    /// <summary>Sets a new password, as in fastapi-users.</summary>
    public const string Reset = "fastapi-users:reset";

    /// <summary>Restores a previous e-mail address.</summary>
    public const string RecoverEmail = "fastapi-users:recover-email";

    /// <summary>Registers a user who was invited.</summary>
    public const string Invite = "auth:invite";

    /// <summary>A login that lacks the second factor.</summary>
    public const string SecondFactor = "auth:second-factor";

    /// <summary>The state of an external login in fastapi-users, which may have the same secret.</summary>
    public const string OAuthState = "fastapi-users:oauth-state";

    /// <summary>The audiences that access tokens must not have. Otherwise, one token would have two purposes.</summary>
    public static IReadOnlyCollection<string> OfOtherTokens { get; } = [Verify, Reset, RecoverEmail, Invite, SecondFactor, OAuthState];

    /// <summary>Returns whether fastapi-users issues tokens with this audience, apart from access tokens.</summary>
    public static bool IsOfFastApiUsers(string audience) => audience is Verify or Reset;
}
