using Auth.Domain.Users;
using Auth.Tests.Conformance;
using Auth.Tests.Integration;
using Auth.Tests.Integration.Sessions;

namespace Auth.Tests.Security;

/// <summary>A feature that reads tokens.</summary>
public enum TokenReader
{
    /// <summary>Bearer authentication.</summary>
    Access,

    /// <summary>Revocation, whose response is the same for every token.</summary>
    Revoke,

    /// <summary>Refresh, which accepts no JWT.</summary>
    Refresh,

    /// <summary>Verification of an e-mail address.</summary>
    Verify,

    /// <summary>Password reset.</summary>
    Reset,
}

/// <summary>Sends tokens to each <see cref="TokenReader"/>.</summary>
internal static class TokenReaders
{
    public const string NewPassword = "another-horse-10";

    /// <summary>Returns the response to an invalid token.</summary>
    public static string Refusal(this TokenReader reader) => reader switch
    {
        TokenReader.Access => "401 Unauthorized",
        TokenReader.Revoke => "200",
        TokenReader.Refresh => SessionRequests.BadToken,
        TokenReader.Verify => "400 VERIFY_USER_BAD_TOKEN",
        _ => "400 RESET_PASSWORD_BAD_TOKEN",
    };

    /// <summary>Returns the claims of a token that the reader accepts if the signature is valid.</summary>
    public static Claims ClaimsFor(this TokenReader reader, User user, Guid sessionId) => reader switch
    {
        TokenReader.Verify => Claims.ForVerification(user),
        TokenReader.Reset => Claims.ForReset(user),
        _ => Claims.ForAccess(user).With("sid", $"\"{sessionId}\""),
    };

    /// <summary>Sends a token and returns a summary of the response.</summary>
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
