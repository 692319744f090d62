using System.Buffers.Text;
using System.Text;
using Auth.Tests.Conformance;
using Auth.Tests.Integration;
using Auth.Tests.Integration.Sessions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Auth.Tests.Security;

/// <summary>Not parallel: the tests count the rows of a server of their own.</summary>
[OnEachDatabase]
[Parallelizable(ParallelScope.Self)]
public sealed class InjectionTests(DatabaseEngine engine)
{
    private static IEnumerable<string> Points => InjectionPoint.All.Keys;

    [TestCaseSource(nameof(Points))]
    public async Task An_injection_text_is_not_interpreted_and_changes_nothing(string name)
    {
        var point = InjectionPoint.All[name];
        var target = await InjectionTarget.CreateAsync(await ServerAsync());
        var before = await target.StoredAsync();

        var unexpected = new List<string>();
        foreach (var text in Injections.Texts)
        {
            using var answer = await point.Send(target, text);
            if ((int)answer.StatusCode != point.StatusOf(text) || answer.Headers.Contains("Set-Cookie"))
                unexpected.Add($"{Injections.Json(text)}: {(int)answer.StatusCode}");
        }

        var opened = Injections.Texts.Sum(point.SessionsOf);
        Assert.That(unexpected, Is.Empty);
        Assert.That(
            await target.StoredAsync(),
            Is.EqualTo((before.Users, before.Sessions + opened, before.Open + opened, before.RefreshTokens + opened)));
    }

    [TestCaseSource(typeof(Injections), nameof(Injections.Texts))]
    public async Task A_name_is_stored_unchanged(string text)
    {
        var server = await ServerAsync();
        var target = await InjectionTarget.CreateAsync(server);
        var email = AuthServer.NewEmail();

        await server.SendTextAsync(
            HttpMethod.Post, "/api/auth/register",
            $$"""{"email":"{{email}}","password":"{{AuthServer.Password}}","name":{{Injections.Json(text)}}}""");
        using var mine = await target.SendAsync(HttpMethod.Patch, "users/me", $"{{\"name\":{Injections.Json(text)}}}");
        using var list = await target.SendAsync(HttpMethod.Get, $"users?email={email}");

        var registered = (await list.JsonAsync()).GetProperty("items")[0].GetProperty("name").GetString();
        var stored = (await server.FindUserAsync(target.User))!.Name;
        var answered = (await mine.JsonAsync()).GetProperty("name").GetString();
        Assert.That((registered, stored, answered), Is.EqualTo((text, text, text)));
    }

    [TestCaseSource(typeof(Injections), nameof(Injections.Passwords))]
    public async Task A_password_is_hashed_unchanged(string text)
    {
        var server = await ServerAsync();
        var user = await server.CreateUserAsync();

        using var reset = await server.SendTextAsync(
            HttpMethod.Post, "/api/auth/reset-password",
            $$"""{"token":"{{Claims.ForReset(user).Sign()}}","password":{{Injections.Json(text)}}}""");
        using var login = await server.LoginAsync(user.Email, text);
        using var wrong = await server.LoginAsync(user.Email, text[..^1]);

        Assert.That(
            ((int)reset.StatusCode, (int)login.StatusCode, (int)wrong.StatusCode), Is.EqualTo((200, 200, 400)));
    }

    [TestCaseSource(typeof(Injections), nameof(Injections.HeaderTexts))]
    public async Task A_user_agent_is_stored_unchanged(string text)
    {
        var server = await ServerAsync();
        var user = await server.CreateUserAsync();

        await server.LogInAsync(user, text);

        Assert.That((await server.SessionsOfAsync(user)).Single().UserAgent, Is.EqualTo(text));
    }

    [TestCaseSource(typeof(Injections), nameof(Injections.HeaderTexts))]
    public async Task An_injection_text_as_a_bearer_token_is_refused(string text)
    {
        var server = await ServerAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/users/me");
        request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {text}");

        using var answer = await server.Client.SendAsync(request);

        Assert.That(await answer.SummaryAsync(), Is.EqualTo("401 Unauthorized"));
    }

    [TestCaseSource(typeof(Injections), nameof(Injections.Texts))]
    public async Task An_injection_text_as_a_cursor_returns_only_later_users(string text)
    {
        var target = await InjectionTarget.CreateAsync(await ServerAsync());

        using var answer = await target.SendAsync(
            HttpMethod.Get, $"users?cursor={Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text))}");

        var listed = (await answer.JsonAsync()).GetProperty("items").EnumerateArray()
            .Select(user => user.GetProperty("email").GetString());
        Assert.That(listed.Where(email => string.CompareOrdinal(email, text) <= 0), Is.Empty);
    }

    [Test]
    public async Task Injection_texts_are_not_logged()
    {
        using var logs = new RecordedLogs();
        await using var server = await AuthServer.StartAsync(
            engine, services: services => services.AddSingleton<ILoggerProvider>(logs));
        var target = await InjectionTarget.CreateAsync(server);
        var (before, marker) = (logs.Lines.Count(), $"marker-{Guid.NewGuid():N}");

        foreach (var point in InjectionPoint.All.Values)
        {
            foreach (var text in Injections.Texts.Where(text => text.Contains('\'') || text.Contains('\n')))
                (await point.Send(target, marker + text)).Dispose();
        }

        Assert.That(logs.Lines.Skip(before).Where(line => line.Contains(marker, StringComparison.OrdinalIgnoreCase)), Is.Empty);
    }

    private Task<AuthServer> ServerAsync() =>
        SharedServers.GetAsync(engine, ("Auth:Throttle:Enabled", "false"), ("Auth:AuthBackendName", "injection"));
}
