
namespace Auth.Tests.Integration.Backends;

/// <summary>Cookies of backends, and their protection against cross-site requests.</summary>
public sealed class CookieTests
{
    private const string Foreign = "https://evil.example";

    private static AuthServer _server = null!;

    [OneTimeSetUp]
    public static async Task StartAsync() => _server = await AuthServer.StartAsync(
        settings: BackendServers.Settings(("Auth:Csrf:Origins:0", "https://app.example.com")));

    [OneTimeTearDown]
    public static async Task StopAsync() => await _server.DisposeAsync();

    [Test]
    public async Task A_login_sets_the_cookie_of_fastapi_users_and_has_no_body()
    {
        using var login = await _server.LoginAtAsync(BackendServers.Cookie, await _server.CreateUserAsync());

        var cookie = BackendServers.Cookies(login).Single(cookie => cookie.StartsWith("fastapiusersauth=", StringComparison.Ordinal));
        var attributes = cookie.Split("; ").Skip(1);
        Assert.That((int)login.StatusCode, Is.EqualTo(204));
        Assert.That(await login.Content.ReadAsStringAsync(), Is.Empty);
        Assert.That(attributes, Is.EquivalentTo(["max-age=3600", "path=/", "secure", "samesite=lax", "httponly"]));
    }

    [Test]
    public async Task A_logout_clears_the_cookie()
    {
        var credential = await _server.CredentialAsync(BackendServers.CookieDatabase, await _server.CreateUserAsync());

        using var logout = await _server.SendWithAsync(
            HttpMethod.Post, $"/{BackendServers.CookieDatabase}/logout", null, credential);

        Assert.That(BackendServers.Cookies(logout), Has.One.StartsWith("sid=; max-age=0; path=/"));
    }

    [TestCase("fastapiusersauth={0}", ExpectedResult = 200)]
    [TestCase("other=1;  fastapiusersauth={0} ;x", ExpectedResult = 200)]
    [TestCase("fastapiusersauth=garbage; fastapiusersauth={0}", ExpectedResult = 200)]
    [TestCase("fastapiusersauth=\"{0}\"", ExpectedResult = 200)]
    [TestCase("fastapiusersauth={0}; fastapiusersauth=garbage", ExpectedResult = 401)]
    [TestCase("fastapiusersauth={0}; fastapiusersauth=", ExpectedResult = 401)]
    [TestCase("FastapiUsersAuth={0}", ExpectedResult = 401)]
    [TestCase("fastapiusersauth={0},x=1", ExpectedResult = 401)]
    public async Task<int> The_last_cookie_with_the_exact_name_is_read_literally(string header)
    {
        var (_, cookie) = await _server.CredentialAsync(BackendServers.Cookie, await _server.CreateUserAsync());

        return await _server.MeAsync(("Cookie", header.Replace("{0}", cookie.Split('=', 2)[1], StringComparison.Ordinal)));
    }

    [TestCase("Origin", Foreign, ExpectedResult = 403)]
    [TestCase("Origin", "null", ExpectedResult = 403)]
    [TestCase("Sec-Fetch-Site", "cross-site", ExpectedResult = 403)]
    [TestCase("Sec-Fetch-Site", "same-origin", ExpectedResult = 200)]
    [TestCase("Sec-Fetch-Site", "none", ExpectedResult = 200)]
    [TestCase("Origin", "https://app.example.com", ExpectedResult = 200)]
    [TestCase("Accept", "*/*", ExpectedResult = 200)]
    public async Task<int> A_cross_site_change_with_a_cookie_is_rejected(string header, string value)
    {
        var credential = await _server.CredentialAsync(BackendServers.Cookie, await _server.CreateUserAsync());

        using var change = await _server.SendWithAsync(
            HttpMethod.Patch, "/api/users/me", new { name = "New" }, credential, (header, value));

        return (int)change.StatusCode;
    }

    [Test]
    public async Task A_change_from_the_own_origin_is_accepted()
    {
        var credential = await _server.CredentialAsync(BackendServers.Cookie, await _server.CreateUserAsync());
        var origin = _server.Client.BaseAddress!.GetLeftPart(UriPartial.Authority);

        using var change = await _server.SendWithAsync(
            HttpMethod.Patch, "/api/users/me", new { name = "New" }, credential, ("Origin", origin));

        Assert.That((int)change.StatusCode, Is.EqualTo(200));
    }

    [Test]
    public async Task A_cross_site_change_with_a_bearer_token_is_accepted()
    {
        var credential = await _server.CredentialAsync(BackendServers.Jwt, await _server.CreateUserAsync());

        using var change = await _server.SendWithAsync(
            HttpMethod.Patch, "/api/users/me", new { name = "New" }, credential, ("Origin", Foreign), ("Sec-Fetch-Site", "cross-site"));

        Assert.That((int)change.StatusCode, Is.EqualTo(200));
    }

    [Test]
    public async Task A_cross_site_login_at_a_cookie_backend_is_rejected()
    {
        using var login = await _server.LoginAtAsync(
            BackendServers.Cookie, await _server.CreateUserAsync(), ("Origin", Foreign));

        Assert.That(((int)login.StatusCode, BackendServers.Cookies(login).Any()), Is.EqualTo((403, false)));
    }
}
