using Auth.Domain.Users;
using Auth.Tests.Conformance;
using Auth.Tests.Integration;
using Auth.Tests.Integration.Sessions;

namespace Auth.Tests.Security;

/// <summary>What reads tokens.</summary>
public enum TokenReader
{
    /// <summary>The bearer header.</summary>
    Access,

    /// <summary>Revocation, which answers the same to all.</summary>
    Revoke,

    /// <summary>Refresh, which reads no JWT at all.</summary>
    Refresh,

    /// <summary>Verification of an address.</summary>
    Verify,

    /// <summary>The reset of a password.</summary>
    Reset,
}

/// <summary>Gives tokens to each <see cref="TokenReader"/>.</summary>
internal static class TokenReaders
{
    public const string NewPassword = "another-horse-10";

    /// <summary>The answer to a token that is no good.</summary>
    public static string Refusal(this TokenReader reader) => reader switch
    {
        TokenReader.Access => "401 Unauthorized",
        TokenReader.Revoke => "200",
        TokenReader.Refresh => SessionRequests.BadToken,
        TokenReader.Verify => "400 VERIFY_USER_BAD_TOKEN",
        _ => "400 RESET_PASSWORD_BAD_TOKEN",
    };

    /// <summary>The claims of a token that the reader takes when it is signed as it should be.</summary>
    public static Claims ClaimsFor(this TokenReader reader, User user, Guid sessionId) => reader switch
    {
        TokenReader.Verify => Claims.ForVerification(user),
        TokenReader.Reset => Claims.ForReset(user),
        _ => Claims.ForAccess(user).With("sid", $"\"{sessionId}\""),
    };

    /// <summary>Sends a token, and tells how that was answered.</summary>
    public static async Task<string> SendAsync(this TokenReader reader, AuthServer server, string token)
    {
        using var answer = reader switch
        {
            TokenReader.Access => await server.SendAsync(HttpMethod.Get, "/api/users/me", token),
            TokenReader.Revoke => await server.SendFormAsync("/api/token/revoke", ("token", token)),
            TokenReader.Refresh => await server.SendRefreshAsync(token),
            TokenReader.Verify => await server.SendAsync(HttpMethod.Post, "/api/auth/verify", json: new { token }),
            _ => await server.SendAsync(HttpMethod.Post, "/api/auth/reset-password", json: new { token, password = NewPassword }),
        };
        return await answer.SummaryAsync();
    }
}
