using Auth.Domain.Credentials;
using Auth.Infrastructure.Housekeeping;
using Auth.Infrastructure.Persistence;
using Auth.Tests.Conformance;
using Auth.Tests.Integration.Audit;
using Auth.Tests.Integration.Backends;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Auth.Tests.Integration.ExternalLogins;

[OnEachDatabase]
public sealed class ExternalLoginTests(DatabaseEngine engine)
{
    [Test]
    public async Task A_first_login_creates_a_user_without_a_password_and_further_logins_return_the_same_user()
    {
        await using var provider = await TestProvider.StartAsync();
        await using var server = await ExternalServers.StartAsync(provider, engine);

        var first = await server.UserOfAsync(await server.TokenAsync(provider));
        var token = await server.TokenAsync(provider);
        var second = await server.UserOfAsync(token);

        Assert.Multiple(async () =>
        {
            Assert.That(second.GetRawText(), Is.EqualTo(first.GetRawText()));
            Assert.That(first.GetProperty("email").GetString(), Is.EqualTo((string?)provider.Claims["email"]));
            Assert.That((first.GetProperty("is_active").GetBoolean(), first.GetProperty("is_verified").GetBoolean(),
                first.GetProperty("is_superuser").GetBoolean()), Is.EqualTo((true, false, false)));
            Assert.That(await server.LinksAsync(token), Is.EqualTo([$"test {provider.Claims["sub"]}"]));
        });
    }

    [Test]
    public async Task A_user_without_a_password_cannot_log_in_with_one_until_a_reset_sets_it()
    {
        await using var provider = await TestProvider.StartAsync();
        await using var server = await ExternalServers.StartAsync(provider, engine);
        await server.TokenAsync(provider);
        var email = (string)provider.Claims["email"]!;

        using var empty = await server.LoginAsync(email, "");
        using var marker = await server.LoginAsync(email, "!");
        using var request = await server.SendAsync(HttpMethod.Post, "/api/auth/forgot-password", null, new { email });
        var mail = await PickedUpMail.ToAsync(server, email);
        using var reset = await server.SendAsync(
            HttpMethod.Post, "/api/auth/reset-password", null, new { token = mail.Token, password = AuthServer.Password });
        using var again = await server.SendAsync(
            HttpMethod.Post, "/api/auth/reset-password", null, new { token = mail.Token, password = AuthServer.Password });
        using var login = await server.LoginAsync(email, AuthServer.Password);

        string[] summaries =
        [
            await empty.SummaryAsync(), await marker.SummaryAsync(), await reset.SummaryAsync(), await again.SummaryAsync(),
            await login.SummaryAsync(),
        ];
        Assert.That(summaries, Is.EqualTo(
            ["400 LOGIN_BAD_CREDENTIALS", "400 LOGIN_BAD_CREDENTIALS", "200", "400 RESET_PASSWORD_BAD_TOKEN", "200"]));
    }

    [Test]
    public async Task Simultaneous_first_logins_create_one_user()
    {
        await using var provider = await TestProvider.StartAsync();
        await using var server = await ExternalServers.StartAsync(provider, engine);
        await using var other = server.StartAnother(ExternalServers.Settings(provider));
        var flows = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => server.BeginAsync()));

        var responses = await Task.WhenAll(flows.Select((flow, index) =>
            (index % 2 == 0 ? server : other).ReturnAsync(flow, provider.IssueCode(flow.Parameters))));

        Assert.That(await Task.WhenAll(responses.Select(response => response.SummaryAsync())), Is.All.EqualTo("200"));
        var tokens = await Task.WhenAll(responses.Select(async response => (await response.JsonAsync()).GetProperty("access_token").GetString()!));
        var users = await Task.WhenAll(tokens.Select(async token => (await server.UserOfAsync(token)).GetProperty("id").GetGuid()));
        Assert.That(users.Distinct().Count(), Is.EqualTo(1));
    }

    [Test]
    public async Task A_state_is_accepted_once_on_all_processes()
    {
        await using var provider = await TestProvider.StartAsync();
        await using var server = await ExternalServers.StartAsync(provider, engine);
        await using var other = server.StartAnother(ExternalServers.Settings(provider));
        var flow = await server.BeginAsync();

        using var first = await server.ReturnAsync(flow, provider.IssueCode(flow.Parameters));
        using var second = await other.ReturnAsync(flow, provider.IssueCode(flow.Parameters));

        Assert.That(
            (await first.SummaryAsync(), await second.SummaryAsync(), provider.TokenRequests),
            Is.EqualTo(("200", "400 OAUTH_INVALID_STATE", 1)));
    }

    [Test]
    public async Task Account_ids_are_case_sensitive()
    {
        await using var provider = await TestProvider.StartAsync();
        await using var server = await ExternalServers.StartAsync(provider, engine);
        provider.Claims["sub"] = "Account-A";
        var first = await server.UserOfAsync(await server.TokenAsync(provider));
        (provider.Claims["sub"], provider.Claims["email"]) = ("account-a", AuthServer.NewEmail());
        var second = await server.UserOfAsync(await server.TokenAsync(provider));

        Assert.That(second.GetProperty("id").GetGuid(), Is.Not.EqualTo(first.GetProperty("id").GetGuid()));
    }

    [Test]
    public async Task An_address_that_changed_at_the_provider_changes_the_link_and_not_the_user()
    {
        await using var provider = await TestProvider.StartAsync();
        await using var server = await ExternalServers.StartAsync(provider, engine);
        var first = await server.UserOfAsync(await server.TokenAsync(provider));
        var other = await server.CreateUserAsync();
        provider.Claims["email"] = other.Email;

        var token = await server.TokenAsync(provider, ExternalServers.Linked);

        using var links = await server.SendAsync(HttpMethod.Get, "/api/users/me/external-logins", token);
        Assert.That((await server.UserOfAsync(token)).GetRawText(), Is.EqualTo(first.GetRawText()));
        Assert.That((await links.JsonAsync())[0].GetProperty("account_email").GetString(), Is.EqualTo(other.Email));
    }

    [Test]
    public async Task A_deactivated_user_is_refused_and_a_deleted_user_can_register_again()
    {
        await using var provider = await TestProvider.StartAsync();
        await using var server = await ExternalServers.StartAsync(provider, engine);
        var id = (await server.UserOfAsync(await server.TokenAsync(provider))).GetProperty("id").GetGuid();
        var root = await server.TokenOfAsync(await server.CreateUserAsync(superuser: true));

        using var deactivation = await server.SendAsync(HttpMethod.Patch, $"/api/users/{id}", root, new { is_active = false });
        using var refused = await server.LogInAsync(provider);
        using var deletion = await server.SendAsync(HttpMethod.Delete, $"/api/users/{id}", root);
        var again = await server.UserOfAsync(await server.TokenAsync(provider));

        Assert.That((await refused.SummaryAsync(), (int)deletion.StatusCode), Is.EqualTo(("400 LOGIN_BAD_CREDENTIALS", 204)));
        Assert.That(again.GetProperty("id").GetGuid(), Is.Not.EqualTo(id));
    }

    [Test]
    public async Task A_cookie_backend_sets_its_cookie()
    {
        await using var provider = await TestProvider.StartAsync();
        await using var server = await ExternalServers.StartAsync(provider, engine);

        using var login = await server.LogInAsync(provider, ExternalServers.Cookie);

        var cookie = BackendServers.Cookies(login).Single().Split(';')[0];
        Assert.That(((int)login.StatusCode, await server.MeAsync(("Cookie", cookie))), Is.EqualTo((204, 200)));
    }

    [Test]
    public async Task A_login_is_recorded_in_the_audit_trail_and_a_new_user_receives_no_mail()
    {
        await using var provider = await TestProvider.StartAsync();
        await using var server = await ExternalServers.StartAsync(provider, engine);

        var id = (await server.UserOfAsync(await server.TokenAsync(provider))).GetProperty("id").GetGuid();

        Assert.That(
            (await server.TrailOfAsync(id)).Select(happened => happened.Name),
            Is.EqualTo(["external_login_linked", "external_login_used", "login_succeeded"]));
        Assert.That(await PickedUpMail.LastAsync(server), Is.Empty);
    }

    [Test]
    public async Task Login_requires_a_verified_user_where_logins_do()
    {
        await using var provider = await TestProvider.StartAsync();
        await using var server = await ExternalServers.StartAsync(provider, engine, others: ("Auth:RequiresVerification", "true"));

        using var plain = await server.LogInAsync(provider);
        (provider.Claims["sub"], provider.Claims["email"]) = ("verified", AuthServer.NewEmail());
        using var verified = await server.LogInAsync(provider, ExternalServers.Linked);

        Assert.That((await plain.SummaryAsync(), await verified.SummaryAsync()), Is.EqualTo(("400 LOGIN_USER_NOT_VERIFIED", "200")));
    }

    [Test]
    public async Task Nobody_registers_with_a_provider_where_registration_is_closed()
    {
        await using var provider = await TestProvider.StartAsync();
        await using var server = await ExternalServers.StartAsync(provider, engine, others: ("Auth:Registration:Mode", "Closed"));
        var user = await server.CreateUserAsync(verified: true);

        using var stranger = await server.LogInAsync(provider, ExternalServers.Linked);
        provider.Claims["email"] = user.Email;
        using var known = await server.LogInAsync(provider, ExternalServers.Linked);

        Assert.That((await stranger.SummaryAsync(), await known.SummaryAsync()), Is.EqualTo(("400 OAUTH_REGISTRATION_CLOSED", "200")));
    }

    [Test]
    public async Task An_invited_person_registers_once_with_a_verified_address_where_registration_requires_an_invitation()
    {
        await using var provider = await TestProvider.StartAsync();
        await using var server = await ExternalServers.StartAsync(provider, engine, others: ("Auth:Registration:Mode", "Invite"));
        var root = await server.TokenOfAsync(await server.CreateUserAsync(superuser: true));
        var email = (string)provider.Claims["email"]!;

        using var uninvited = await server.LogInAsync(provider);
        using var invitation = await server.SendAsync(HttpMethod.Post, "/api/users/invitations", root, new { email });
        Assert.That((int)invitation.StatusCode, Is.EqualTo(202));
        await server.SendMailAsync();
        provider.Claims["email_verified"] = false;
        using var unverified = await server.LogInAsync(provider);
        provider.Claims["email_verified"] = true;
        using var invited = await server.LogInAsync(provider);

        Assert.That(
            (await uninvited.SummaryAsync(), await unverified.SummaryAsync(), await invited.SummaryAsync()),
            Is.EqualTo(("400 OAUTH_REGISTRATION_CLOSED", "400 OAUTH_REGISTRATION_CLOSED", "200")));
    }

    [Test]
    public async Task Used_states_and_codes_are_deleted_when_they_expire()
    {
        await using var provider = await TestProvider.StartAsync();
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var server = await ExternalServers.StartAsync(provider, engine, services => Clock(services, clock));
        using var login = await server.LogInAsync(provider, query: $"?return_to={Uri.EscapeDataString(ExternalServers.ReturnUrl)}");
        Assert.That((int)login.StatusCode, Is.EqualTo(302));

        await using var scope = server.Services.CreateAsyncScope();
        var housekeeper = scope.ServiceProvider.GetRequiredService<Housekeeper>();
        await housekeeper.RunAsync(Guid.NewGuid(), default);
        var before = await CountAsync();
        clock.Advance(TimeSpan.FromHours(2));
        await housekeeper.RunAsync(Guid.NewGuid(), default);

        Assert.That((before, await CountAsync()), Is.EqualTo(((1, 1), (0, 0))));

        async Task<(int, int)> CountAsync()
        {
            var database = scope.ServiceProvider.GetRequiredService<AuthDbContext>();
            return (await database.Set<UsedLoginState>().CountAsync(), await database.Set<LoginCode>().CountAsync());
        }
    }

    private static void Clock(IServiceCollection services, TimeProvider clock)
    {
        services.AddSingleton(clock);
        services.Remove(services.Single(service =>
            service.ImplementationType == typeof(HousekeepingService)));
    }
}
