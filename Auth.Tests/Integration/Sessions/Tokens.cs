using System.Net;
using Auth.Tests.Conformance;

namespace Auth.Tests.Integration.Sessions;

/// <summary>The tokens of a login or refresh response.</summary>
internal sealed record Tokens(string Access, string Refresh)
{
    /// <summary>The session id in the access token.</summary>
    public Guid SessionId => Jwt.ClaimsOf(Access).GetProperty("sid").GetGuid();

    /// <summary>Reads a successful response.</summary>
    public static async Task<Tokens> ReadAsync(HttpResponseMessage answer)
    {
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        var json = await answer.JsonAsync();
        return new(json.GetProperty("access_token").GetString()!, json.GetProperty("refresh_token").GetString()!);
    }
}
