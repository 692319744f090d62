namespace Auth.Application.Telemetry;

/// <summary>What a token is for, as the tag <c>auth.token.kind</c> has it.</summary>
public static class TokenKind
{
    /// <summary>It opens the routes.</summary>
    public const string Access = "access";

    /// <summary>It gets another pair of tokens.</summary>
    public const string Refresh = "refresh";

    /// <summary>It verifies an address.</summary>
    public const string Verify = "verify";

    /// <summary>It sets another password.</summary>
    public const string Reset = "reset";

    /// <summary>Restores a previous e-mail address.</summary>
    public const string RecoverEmail = "recover_email";
}
