using System.Text.Json.Nodes;
using Auth.Tests.Conformance;
using Auth.Tests.Integration.Audit;

namespace Auth.Tests.Integration.ExternalLogins;

[OnEachDatabase]
public sealed class LinkingTests(DatabaseEngine engine)
{
    [Test]
    public async Task A_signed_in_user_links_an_account_and_then_logs_in_with_it()
    {
        await using var provider = await TestProvider.StartAsync();
        await using var server = await ExternalServers.StartAsync(provider, engine);
        var user = await server.CreateUserAsync(verified: true);
        var token = await server.PasswordTokenAsync(user);

        using var link = await server.LogInAsync(provider, ExternalServers.Associate, token: token);
        using var again = await server.LogInAsync(provider, ExternalServers.Associate, token: token);
        var login = await server.UserOfAsync(await server.TokenAsync(provider));

        Assert.Multiple(async () =>
        {
            Assert.That((await link.SummaryAsync(), await again.SummaryAsync()), Is.EqualTo(("200", "200")));
            Assert.That(login.GetProperty("id").GetGuid(), Is.EqualTo(user.Id));
            Assert.That(await server.LinksAsync(token), Has.Length.EqualTo(1));
            Assert.That(await server.TrailNamesAsync(user), Does.Contain("external_login_linked test"));
            Assert.That((await PickedUpMail.LastAsync(server)).Select(mail => mail.To), Is.EqualTo([user.Email]));
        });
    }

    [Test]
    public async Task An_account_of_another_user_is_not_linked()
    {
        await using var provider = await TestProvider.StartAsync();
        await using var server = await ExternalServers.StartAsync(provider, engine);
        var owner = await server.UserOfAsync(await server.TokenAsync(provider));
        var token = await server.PasswordTokenAsync(await server.CreateUserAsync());

        using var link = await server.LogInAsync(provider, ExternalServers.Associate, token: token);

        Assert.That((await link.SummaryAsync(), await server.LinksAsync(token)), Is.EqualTo(("400 OAUTH_USER_ALREADY_EXISTS", Array.Empty<string>())));
        Assert.That((await server.UserOfAsync(await server.TokenAsync(provider))).GetRawText(), Is.EqualTo(owner.GetRawText()));
    }

    [Test]
    public async Task Of_two_users_who_link_one_account_at_the_same_time_one_succeeds()
    {
        await using var provider = await TestProvider.StartAsync();
        await using var server = await ExternalServers.StartAsync(provider, engine);
        await using var other = server.StartAnother(ExternalServers.Settings(provider));
        AuthServer[] servers = [server, other];
        var tokens = new List<string>();
        foreach (var one in servers)
            tokens.Add(await one.PasswordTokenAsync(await server.CreateUserAsync()));

        var responses = await Task.WhenAll(servers.Select((one, index) =>
            one.LogInAsync(provider, ExternalServers.Associate, token: tokens[index])));

        Assert.That(
            await Task.WhenAll(responses.Select(response => response.SummaryAsync())),
            Is.EquivalentTo(["200", "400 OAUTH_USER_ALREADY_EXISTS"]));
    }

    [Test]
    public async Task A_verified_address_links_to_the_existing_user_where_the_route_permits_it()
    {
        await using var provider = await TestProvider.StartAsync();
        await using var server = await ExternalServers.StartAsync(provider, engine);
        var user = await server.CreateUserAsync(verified: true);
        provider.Claims["email"] = user.Email.ToUpperInvariant();

        using var plain = await server.LogInAsync(provider);
        var linked = await server.UserOfAsync(await server.TokenAsync(provider, ExternalServers.Linked));
        using var password = await server.LoginAsync(user.Email, AuthServer.Password);

        Assert.That(await plain.SummaryAsync(), Is.EqualTo("400 OAUTH_USER_ALREADY_EXISTS"));
        Assert.That((linked.GetProperty("id").GetGuid(), await password.SummaryAsync()), Is.EqualTo((user.Id, "200")));
    }

    // nOAuth: an attacker sets the victim's address in a tenant of their own.
    [TestCase(false)]
    [TestCase("false")]
    [TestCase("yes")]
    [TestCase(1)]
    [TestCase(null)]
    public async Task An_unverified_address_never_links_to_an_existing_user(object? verified)
    {
        await using var provider = await TestProvider.StartAsync();
        await using var server = await ExternalServers.StartAsync(provider, engine);
        var user = await server.CreateUserAsync(verified: true);
        (provider.Claims["email"], provider.Claims["email_verified"]) = (user.Email, JsonValue.Create(verified));

        using var login = await server.LogInAsync(provider, ExternalServers.Linked);

        Assert.That(await login.SummaryAsync(), Is.EqualTo("400 OAUTH_USER_ALREADY_EXISTS"));
    }

    [Test]
    public async Task Someone_who_registered_the_address_of_another_person_loses_access_when_the_owner_logs_in()
    {
        await using var provider = await TestProvider.StartAsync();
        await using var server = await ExternalServers.StartAsync(provider, engine);
        var squatter = await server.CreateUserAsync();
        var token = await server.PasswordTokenAsync(squatter);
        using var ownLink = await server.LogInAsync(provider, ExternalServers.Associate, token: token);
        var squattersClaims = provider.Claims;
        provider.Claims = new() { ["sub"] = "the owner", ["email"] = squatter.Email, ["email_verified"] = true };
        provider.Claims["sub"] = "the-owner";

        var owner = await server.UserOfAsync(await server.TokenAsync(provider, ExternalServers.Linked));
        using var session = await server.SendAsync(HttpMethod.Get, "/api/users/me", token);
        using var password = await server.LoginAsync(squatter.Email, AuthServer.Password);
        provider.Claims = squattersClaims;
        using var external = await server.LogInAsync(provider);

        Assert.That(owner.GetProperty("id").GetGuid(), Is.EqualTo(squatter.Id));
        Assert.That(((int)session.StatusCode, await password.SummaryAsync()), Is.EqualTo((401, "400 LOGIN_BAD_CREDENTIALS")));
        Assert.That((await external.JsonAsync()).TryGetProperty("access_token", out var other), Is.True);
        Assert.That((await server.UserOfAsync(other.GetString()!)).GetProperty("id").GetGuid(), Is.Not.EqualTo(squatter.Id));
    }

    [Test]
    public async Task The_last_credential_is_not_removed()
    {
        await using var provider = await TestProvider.StartAsync();
        await using var server = await ExternalServers.StartAsync(provider, engine);
        var token = await server.TokenAsync(provider);
        var id = (await server.UserOfAsync(token)).GetProperty("id").GetGuid();
        var root = await server.TokenOfAsync(await server.CreateUserAsync(superuser: true));

        using var own = await server.SendAsync(HttpMethod.Delete, "/api/users/me/external-logins/test", token);
        using var byRoot = await server.SendAsync(HttpMethod.Delete, $"/api/users/{id}/external-logins/test", root);
        using var unknown = await server.SendAsync(HttpMethod.Delete, "/api/users/me/external-logins/other", token);
        using var password = await server.SendAsync(HttpMethod.Patch, "/api/users/me", token, new { password = AuthServer.Password });
        using var removal = await server.SendAsync(HttpMethod.Delete, "/api/users/me/external-logins/test", token);

        string[] summaries =
        [
            await own.SummaryAsync(), await byRoot.SummaryAsync(), await unknown.SummaryAsync(), await password.SummaryAsync(),
            await removal.SummaryAsync(),
        ];
        Assert.That(summaries, Is.EqualTo(["400 LAST_CREDENTIAL", "400 LAST_CREDENTIAL", "404 Not Found", "200", "204"]));
        Assert.That(await server.LinksAsync(token), Is.Empty);
    }

    [Test]
    public async Task Of_two_simultaneous_removals_of_the_last_two_accounts_one_is_refused()
    {
        await using var provider = await TestProvider.StartAsync();
        await using var server = await ExternalServers.StartAsync(provider, engine);
        await using var other = server.StartAnother(ExternalServers.Settings(provider));
        var token = await server.TokenAsync(provider);
        var first = (string)provider.Claims["sub"]!;
        provider.Claims["sub"] = "second";
        using var link = await server.LogInAsync(provider, ExternalServers.Associate, token: token);

        var removals = await Task.WhenAll(
            server.SendAsync(HttpMethod.Delete, $"/api/users/me/external-logins/test?account_id={first}", token),
            other.SendAsync(HttpMethod.Delete, "/api/users/me/external-logins/test?account_id=second", token));

        Assert.That(
            await Task.WhenAll(removals.Select(removal => removal.SummaryAsync())), Is.EquivalentTo(["204", "400 LAST_CREDENTIAL"]));
        Assert.That(await server.LinksAsync(token), Has.Length.EqualTo(1));
    }

    [Test]
    public async Task An_unlinked_account_cannot_log_in_and_its_sessions_are_revoked()
    {
        await using var provider = await TestProvider.StartAsync();
        await using var server = await ExternalServers.StartAsync(provider, engine);
        var user = await server.CreateUserAsync(verified: true);
        var token = await server.PasswordTokenAsync(user);
        using var link = await server.LogInAsync(provider, ExternalServers.Associate, token: token);
        var session = await server.TokenAsync(provider);
        provider.Claims["email"] = user.Email;

        using var removal = await server.SendAsync(HttpMethod.Delete, "/api/users/me/external-logins/test", token);
        using var revoked = await server.SendAsync(HttpMethod.Get, "/api/users/me", session);
        using var kept = await server.SendAsync(HttpMethod.Get, "/api/users/me", token);
        using var login = await server.LogInAsync(provider);

        Assert.That(
            ((int)removal.StatusCode, (int)revoked.StatusCode, (int)kept.StatusCode, await login.SummaryAsync()),
            Is.EqualTo((204, 401, 200, "400 OAUTH_USER_ALREADY_EXISTS")));
        Assert.That(await server.TrailNamesAsync(user), Does.Contain("external_login_unlinked test"));
        Assert.That((await PickedUpMail.LastAsync(server)).Count(mail => mail.To == user.Email), Is.EqualTo(2));
    }

    [Test]
    public async Task A_user_links_a_limited_number_of_accounts()
    {
        await using var provider = await TestProvider.StartAsync();
        await using var server = await ExternalServers.StartAsync(provider, engine, others: ("Auth:ExternalLogins:MaxPerUser", "1"));
        var token = await server.PasswordTokenAsync(await server.CreateUserAsync());
        using var first = await server.LogInAsync(provider, ExternalServers.Associate, token: token);
        provider.Claims["sub"] = "second";
        using var second = await server.LogInAsync(provider, ExternalServers.Associate, token: token);

        Assert.That((await first.SummaryAsync(), await second.SummaryAsync()), Is.EqualTo(("200", "400 OAUTH_TOO_MANY_ACCOUNTS")));
    }

    [Test]
    public async Task Only_superusers_read_and_remove_the_links_of_others()
    {
        await using var provider = await TestProvider.StartAsync();
        await using var server = await ExternalServers.StartAsync(provider, engine);
        var user = await server.CreateUserAsync();
        var token = await server.PasswordTokenAsync(user);
        using var link = await server.LogInAsync(provider, ExternalServers.Associate, token: token);
        var root = await server.TokenOfAsync(await server.CreateUserAsync(superuser: true));
        var stranger = await server.TokenOfAsync(await server.CreateUserAsync());
        var path = $"/api/users/{user.Id}/external-logins";

        var statuses = new List<int>();
        foreach (var (method, where, who) in new[]
        {
            (HttpMethod.Get, path, null), (HttpMethod.Get, path, stranger), (HttpMethod.Delete, $"{path}/test", stranger),
            (HttpMethod.Get, path, root), (HttpMethod.Get, $"/api/users/{Guid.NewGuid()}/external-logins", root),
            (HttpMethod.Delete, $"{path}/test", root),
        })
        {
            using var response = await server.SendAsync(method, where, who);
            statuses.Add((int)response.StatusCode);
        }

        Assert.That(statuses, Is.EqualTo([401, 403, 403, 200, 404, 204]));
    }

    [Test]
    public async Task The_linked_accounts_have_the_configured_path_of_the_users()
    {
        await using var provider = await TestProvider.StartAsync();
        await using var server = await ExternalServers.StartAsync(provider, engine, others: ("Auth:Routes:Users", "accounts"));
        var token = await server.TokenAsync(provider);

        using var moved = await server.SendAsync(HttpMethod.Get, "/accounts/me/external-logins", token);
        using var before = await server.SendAsync(HttpMethod.Get, "/api/users/me/external-logins", token);

        Assert.That(((int)moved.StatusCode, (int)before.StatusCode), Is.EqualTo((200, 404)));
    }
}
