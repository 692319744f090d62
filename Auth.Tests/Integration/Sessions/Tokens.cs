using System.Net;
using Auth.Tests.Conformance;

namespace Auth.Tests.Integration.Sessions;

/// <summary>The tokens in an answer to a login or a refresh.</summary>
internal sealed record Tokens(string Access, string Refresh)
{
    /// <summary>The session that the access token names.</summary>
    public Guid SessionId => Jwt.ClaimsOf(Access).GetProperty("sid").GetGuid();

    /// <summary>Reads an answer, which must be a good one.</summary>
    public static async Task<Tokens> ReadAsync(HttpResponseMessage answer)
    {
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        var json = await answer.JsonAsync();
        return new(json.GetProperty("access_token").GetString()!, json.GetProperty("refresh_token").GetString()!);
    }
}
