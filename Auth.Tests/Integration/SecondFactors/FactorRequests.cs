using System.Text.Json;
using Auth.Domain.Users;
using Auth.Tests.Integration.Sessions;
using OtpNet;

namespace Auth.Tests.Integration.SecondFactors;

/// <summary>A user with an authenticator app.</summary>
/// <param name="User">The user.</param>
/// <param name="Secret">The secret of the app.</param>
/// <param name="RecoveryCodes">The recovery codes.</param>
/// <param name="Session">The session in which the app was set up.</param>
internal sealed record FactorUser(User User, string Secret, IReadOnlyList<string> RecoveryCodes, Tokens Session)
{
    /// <summary>Returns the code of the app. The code of the step before the current one was used to confirm the app.</summary>
    /// <param name="now">The current time.</param>
    /// <param name="step">The number of steps from now.</param>
    public string Code(DateTimeOffset now, int step = 0) =>
        new Totp(Base32Encoding.ToBytes(Secret)).ComputeTotp(now.AddSeconds(30 * step).UtcDateTime);
}

/// <summary>Requests of clients of users with second factors.</summary>
internal static class FactorRequests
{
    public const string BadCode = "400 SECOND_FACTOR_BAD_CODE", BadToken = "400 SECOND_FACTOR_BAD_TOKEN";
    public const string NotRecent = "403 RECENT_LOGIN_REQUIRED: Confirm your login with your password or a second factor";

    /// <summary>Sets up an authenticator app.</summary>
    public static async Task<FactorUser> EnrolAsync(
        this AuthServer server, DateTimeOffset now, User? user = null, bool superuser = false)
    {
        user ??= await server.CreateUserAsync(verified: true, superuser: superuser);
        var session = await server.LogInAsync(user);
        using var begun = await server.SendAsync(HttpMethod.Post, "/api/users/me/totp", session.Access);
        Assert.That((int)begun.StatusCode, Is.EqualTo(200), await begun.Content.ReadAsStringAsync());
        var secret = (await begun.JsonAsync()).GetProperty("secret").GetString()!;
        var enrolled = new FactorUser(user, secret, [], session);
        using var confirmed = await server.SendAsync(
            HttpMethod.Post, "/api/users/me/totp/confirm", session.Access, new { code = enrolled.Code(now, -1) });
        Assert.That((int)confirmed.StatusCode, Is.EqualTo(200), await confirmed.Content.ReadAsStringAsync());
        return enrolled with { RecoveryCodes = await CodesAsync(confirmed) };
    }

    /// <summary>Returns the recovery codes in a response.</summary>
    public static async Task<IReadOnlyList<string>> CodesAsync(HttpResponseMessage response) =>
        [.. (await response.JsonAsync()).GetProperty("codes").EnumerateArray().Select(code => code.GetString()!)];

    /// <summary>Posts a form with optional headers.</summary>
    public static async Task<HttpResponseMessage> PostAsync(
        this AuthServer server, string path, Dictionary<string, string> fields, params (string Name, string? Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new FormUrlEncodedContent(fields) };
        foreach (var (name, value) in headers)
        {
            if (value is not null)
                request.Headers.TryAddWithoutValidation(name, value);
        }

        return await server.Client.SendAsync(request);
    }

    /// <summary>Sends the password.</summary>
    public static Task<HttpResponseMessage> PasswordAsync(
        this AuthServer server, FactorUser user, string? otp = null, params (string Name, string? Value)[] headers)
    {
        var fields = new Dictionary<string, string> { ["username"] = user.User.Email, ["password"] = AuthServer.Password };
        if (otp is not null)
            fields["otp"] = otp;
        return server.PostAsync("/api/token/login", fields, headers);
    }

    /// <summary>Sends the password, and returns the challenge.</summary>
    public static async Task<string> ChallengeAsync(
        this AuthServer server, FactorUser user, params (string Name, string? Value)[] headers)
    {
        using var response = await server.PasswordAsync(user, otp: null, headers);
        return await ChallengeInAsync(response);
    }

    /// <summary>Returns the challenge in a response.</summary>
    public static async Task<string> ChallengeInAsync(HttpResponseMessage response)
    {
        Assert.That((int)response.StatusCode, Is.EqualTo(400), await response.Content.ReadAsStringAsync());
        var detail = (await response.JsonAsync()).GetProperty("detail");
        Assert.That(detail.ValueKind, Is.EqualTo(JsonValueKind.Object), detail.GetRawText());
        Assert.That(detail.GetProperty("code").GetString(), Is.EqualTo("LOGIN_SECOND_FACTOR_REQUIRED"));
        return detail.GetProperty("token").GetString()!;
    }

    /// <summary>Sends the second factor.</summary>
    public static Task<HttpResponseMessage> FactorAsync(
        this AuthServer server, string challenge, string code, string method = "totp", bool trust = false, string path = "/api/token",
        params (string Name, string? Value)[] headers) => server.PostAsync(
            $"{path}/second-factor",
            new() { ["token"] = challenge, ["method"] = method, ["code"] = code, ["trust_device"] = trust ? "true" : "false" },
            headers);

    /// <summary>Sends the second factor, and returns the result.</summary>
    public static async Task<string> TryFactorAsync(
        this AuthServer server, string challenge, string code, string method = "totp", params (string Name, string? Value)[] headers)
    {
        using var response = await server.FactorAsync(challenge, code, method, headers: headers);
        return await response.SummaryAsync();
    }

    /// <summary>Logs in with both factors.</summary>
    public static async Task<Tokens> BothFactorsAsync(this AuthServer server, FactorUser user, string code, string method = "totp")
    {
        using var response = await server.FactorAsync(await server.ChallengeAsync(user), code, method);
        return await Tokens.ReadAsync(response);
    }

    /// <summary>Sends a request with an access token, and returns the result.</summary>
    public static async Task<string> ResultAsync(
        this AuthServer server, HttpMethod method, string path, string token, object? json = null)
    {
        using var response = await server.SendAsync(method, path, token, json);
        return await response.SummaryAsync();
    }

    /// <summary>Returns the methods of the second factors of a user.</summary>
    public static async Task<string> FactorsAsync(this AuthServer server, string token, string path = "/api/users/me/second-factors")
    {
        using var response = await server.SendAsync(HttpMethod.Get, path, token);
        Assert.That((int)response.StatusCode, Is.EqualTo(200), await response.Content.ReadAsStringAsync());
        return string.Join(' ', (await response.JsonAsync()).EnumerateArray()
            .Select(factor => $"{factor.GetProperty("method")}:{factor.GetProperty("count")}"));
    }
}
