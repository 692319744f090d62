extern alias BCryptNet;
using System.Text.Json;
using Auth.Domain.Users;
using Auth.Tests.Integration;



namespace Auth.Tests.Conformance;

public sealed class PasswordRuleTests
{
    private const string TooShort = "Password should be at least 8 characters";
    private const string HoldsEmail = "Password should not contain e-mail";
    private const string TooCommon = "Password should not be one of the most common";

    /// <summary>
    /// Passwords, with EMAIL as the placeholder of the user's address, and the reason for refusal; null if accepted.
    /// </summary>
    private static readonly (string Password, string? Reason)[] Passwords =
    [
        ("", TooShort),
        ("seven77", TooShort),
        ("😀😀😀😀😀😀😀", TooShort),
        ("EMAIL", HoldsEmail),
        ("my EMAIL!", HoldsEmail),
        ("iloveyou", TooCommon),
        ("Password1", TooCommon),
        ("nine-char", null),
        ("😀😀😀😀😀😀😀😀", null),
        ("         ", null),
        ("all lower case letters and long enough", null),
        (new string('p', 4097), null),
        ("abcdefgh\0ijk", "Password should not contain a NUL character"),
    ];

    private static readonly (string Route, string Code)[] Routes =
    [
        ("register", "REGISTER_INVALID_PASSWORD"),
        ("me", "UPDATE_USER_INVALID_PASSWORD"),
        ("other", "UPDATE_USER_INVALID_PASSWORD"),
        ("reset", "RESET_PASSWORD_INVALID_PASSWORD"),
    ];

    private static IEnumerable<TestCaseData> Cases =>
        from route in Routes
        from password in Passwords
        let good = route.Route == "register" ? "201" : "200"
        let summary = password.Reason is null ? good : $"400 {route.Code}: {password.Reason}"
        let shown = password.Password.Length <= 40 ? Json(password.Password) : $"{password.Password.Length} characters"
        select new TestCaseData(route.Route, password.Password, summary).SetArgDisplayNames(route.Route, shown, summary);

    [TestCaseSource(nameof(Cases))]
    public async Task The_same_rules_apply_wherever_a_password_is_set(string route, string password, string summary)
    {
        var server = await SharedServers.SqliteAsync();
        var user = await server.CreateUserAsync();
        var email = route == "register" ? AuthServer.NewEmail() : user.Email;

        using var answer = await SetAsync(server, route, user, email, password.Replace("EMAIL", email, StringComparison.Ordinal));

        Assert.That(await answer.SummaryAsync(), Is.EqualTo(summary));
    }

    [Test]
    public async Task A_weak_password_is_reported_before_a_duplicate_address()
    {
        var server = await SharedServers.SqliteAsync();
        var user = await server.CreateUserAsync();

        using var answer = await SetAsync(server, "register", user, user.Email, "short");

        Assert.That(await answer.SummaryAsync(), Is.EqualTo($"400 REGISTER_INVALID_PASSWORD: {TooShort}"));
    }

    [TestCase("x", Description = "73 bytes, of which bcrypt reads 72")]
    [TestCase("\0x", Description = "bcrypt stops at a NUL")]
    public async Task Every_character_of_a_password_is_significant(string end)
    {
        var server = await SharedServers.SqliteAsync();
        var (email, start) = (AuthServer.NewEmail(), new string('p', 72));
        await server.SendAsync(HttpMethod.Post, "/api/auth/register", json: new { email, password = start + end });

        using var part = await server.LoginAsync(email, start);
        using var other = await server.LoginAsync(email, start + "y");

        Assert.Multiple(async () =>
        {
            Assert.That(await part.SummaryAsync(), Is.EqualTo("400 LOGIN_BAD_CREDENTIALS"));
            Assert.That(await other.SummaryAsync(), Is.EqualTo("400 LOGIN_BAD_CREDENTIALS"));
        });
    }

    [TestCase("correct-horse-9 and then some more words, until it is longer than 72 bytes")]
    [TestCase("pässwörd 😀 名前")]
    [TestCase("  spaces around  ")]
    public async Task A_registered_password_logs_in(string password)
    {
        var server = await SharedServers.SqliteAsync();
        var email = AuthServer.NewEmail();
        await server.SendAsync(HttpMethod.Post, "/api/auth/register", json: new { email, password });

        using var login = await server.LoginAsync(email, password);

        Assert.That(await login.SummaryAsync(), Is.EqualTo("200"));
    }

    [TestCase(AuthServer.Password, "$2b$05$")]
    [TestCase("wrong-password", "$2a$04$")]
    public async Task Only_a_successful_login_replaces_a_hash_of_a_lower_work_factor(string password, string start)
    {
        var server = await SharedServers.SqliteAsync(("Auth:Passwords:WorkFactor", "5"));
        var user = await server.CreateUserAsync();
        var imported = BCryptNet::BCrypt.Net.BCrypt.HashPassword(AuthServer.Password, workFactor: 4);
        await server.UpdateUserAsync(user, stored => stored.ReplaceHash(imported));

        await server.LoginAsync(user.Email, password);
        await server.RehashedAsync();

        Assert.That((await server.FindUserAsync(user))!.HashedPassword, Does.StartWith(start));
    }

    private static Task<HttpResponseMessage> SetAsync(AuthServer server, string route, User user, string email, string password)
    {
        var json = Json(password);
        return route switch
        {
            "register" => server.SendUserAsync(UserRoute.Register, $$"""{"email":"{{email}}","password":{{json}}}"""),
            "me" => server.SendUserAsync(UserRoute.Me, $$"""{"password":{{json}}}""", user: user),
            "other" => server.SendUserAsync(UserRoute.Other, $$"""{"password":{{json}}}""", user: user),
            _ => server.SendAsync(
                HttpMethod.Post, "/api/auth/reset-password", json: new { token = Claims.ForReset(user).Sign(), password }),
        };
    }

    private static string Json(string text) => JsonSerializer.Serialize(text);
}
