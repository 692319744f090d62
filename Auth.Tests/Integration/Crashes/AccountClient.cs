using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using Auth.Tests.Integration.Sessions;

namespace Auth.Tests.Integration.Crashes;

/// <summary>The requests of clients before the service is killed, and their checks after it has restarted.</summary>
internal sealed class AccountClient(HttpClient http)
{
    /// <summary>Registers the account.</summary>
    public async Task RegisterAsync(Account account)
    {
        var body = new { email = account.Email, password = account.Ask(sessions: null) };
        using var answer = await http.PostAsJsonAsync("/api/auth/register", body);
        Assert.That(await answer.SummaryAsync(), Is.EqualTo("201"));
        account.Settle(isDone: true);
    }

    /// <summary>Logs in twice, and changes the password in one of the two sessions.</summary>
    public async Task ChangePasswordAsync(Account account)
    {
        var (changer, bystander) = (await LogInAsync(account, account.Password), await LogInAsync(account, account.Password));
        Assert.That(changer is not null && bystander is not null, "An acknowledged password is refused.");
        using var request = Request(HttpMethod.Patch, changer!);
        request.Content = JsonContent.Create(new { password = account.Ask((changer!, bystander!)) });
        using var answer = await http.SendAsync(request);
        Assert.That(await answer.SummaryAsync(), Is.EqualTo("200"));
        account.Settle(isDone: true);
    }

    /// <summary>
    /// Checks the account. Acknowledged changes must be stored; a pending change must be stored completely or not at all,
    /// and the result is recorded in the account.
    /// </summary>
    /// <returns>A description of the problem; null if there is none.</returns>
    public async Task<string?> InspectAsync(Account account)
    {
        var (wasAskedFor, wasRegistered) = (account.AskedFor is not null, account.Password is not null);
        var (isDone, isAsBefore) = (await IsGoodAsync(account, account.AskedFor), await IsGoodAsync(account, account.Password));
        if (isDone && isAsBefore)
            return "both the new and the old password are accepted";
        if (!isDone && !isAsBefore && wasRegistered)
            return wasAskedFor ? "neither the new nor the old password is accepted" : "its password is lost";
        if (wasAskedFor)
            account.Settle(isDone);
        if (account.Password is null)
            await RegisterAsync(account);
        return account.Sessions is { } sessions ? await WrongAsync(account, sessions, isChanged: isDone || !wasAskedFor) : null;
    }

    /// <summary>Whether a password is the current password of the account.</summary>
    public async Task<bool> IsGoodAsync(Account account, string? password) =>
        password is not null && await LogInAsync(account, password) is not null;

    private async Task<string?> WrongAsync(Account account, (string Changer, string Bystander) sessions, bool isChanged)
    {
        if (isChanged && await IsGoodAsync(account, account.FormerPassword))
            return "the password before the change is accepted";
        if (await AddressOfAsync(sessions.Changer) != account.Email)
            return "the session that requested the change has ended";
        if (await AddressOfAsync(sessions.Bystander) != (isChanged ? null : account.Email))
            return isChanged ? "the change left another session open" : "a change that was not stored ended a session";
        return null;
    }

    private async Task<string?> AddressOfAsync(string accessToken)
    {
        using var request = Request(HttpMethod.Get, accessToken);
        using var answer = await http.SendAsync(request);
        if (answer.StatusCode is HttpStatusCode.Unauthorized)
            return null;
        Assert.That(await answer.SummaryAsync(), Is.EqualTo("200"));
        return (await answer.JsonAsync()).GetProperty("email").GetString();
    }

    private async Task<string?> LogInAsync(Account account, string? password)
    {
        using var form = new FormUrlEncodedContent(
            new Dictionary<string, string?> { ["username"] = account.Email, ["password"] = password });
        using var answer = await http.PostAsync("/api/token/login", form);
        if (answer.StatusCode is not HttpStatusCode.BadRequest)
            return (await Tokens.ReadAsync(answer)).Access;
        Assert.That(await answer.DetailAsync(), Is.EqualTo("LOGIN_BAD_CREDENTIALS"));
        return null;
    }

    private static HttpRequestMessage Request(HttpMethod method, string accessToken) => new(method, "/api/users/me")
    {
        Headers = { Authorization = new AuthenticationHeaderValue("Bearer", accessToken) },
    };
}
