namespace Auth.Application.Metrics;

/// <summary>The values of the tag <c>auth.token.kind</c>: the purposes of tokens.</summary>
public static class TokenKind
{
    /// <summary>Authorizes requests.</summary>
    public const string Access = "access";

    /// <summary>Is exchanged for new tokens.</summary>
    public const string Refresh = "refresh";

    /// <summary>Verifies an e-mail address.</summary>
    public const string Verify = "verify";

    /// <summary>Sets a new password.</summary>
    public const string Reset = "reset";

    /// <summary>Registers a user who was invited.</summary>
    public const string Invite = "invite";

    /// <summary>Logs in a user who received it by mail.</summary>
    public const string MagicLink = "magic_link";

    /// <summary>Restores a previous e-mail address.</summary>
    public const string RecoverEmail = "recover_email";
}
