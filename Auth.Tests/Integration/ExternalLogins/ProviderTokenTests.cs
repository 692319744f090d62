using System.Text;
using System.Text.Json.Nodes;
using Auth.Domain.Credentials;
using Auth.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Auth.Tests.Integration.ExternalLogins;

/// <summary>The tokens of providers, which are stored only with <c>KeepTokens</c>.</summary>
[OnEachDatabase]
public sealed class ProviderTokenTests(DatabaseEngine engine)
{
    private const string Path = "/api/users/me/external-logins/test/token";
    private static readonly (string, string) Keep = ("Auth:ExternalProviders:test:KeepTokens", "true");

    [Test]
    public async Task The_tokens_are_not_stored_by_default()
    {
        await using var provider = await TestProvider.StartAsync();
        await using var server = await ExternalServers.StartAsync(provider, engine);
        var token = await server.TokenAsync(provider);

        using var response = await server.SendAsync(HttpMethod.Post, Path, token);

        Assert.That((await response.SummaryAsync(), (await RowAsync(server)).ProtectedTokens), Is.EqualTo(("404 Not Found", (byte[]?)null)));
    }

    [Test]
    public async Task Kept_tokens_are_encrypted_and_returned_to_their_user_only()
    {
        await using var provider = await TestProvider.StartAsync();
        await using var server = await ExternalServers.StartAsync(provider, engine, others: Keep);
        var token = await server.TokenAsync(provider);
        var stranger = await server.TokenOfAsync(await server.CreateUserAsync(superuser: true));

        using var own = await server.SendAsync(HttpMethod.Post, Path, token);
        using var others = await server.SendAsync(HttpMethod.Post, Path, stranger);
        using var nobody = await server.SendAsync(HttpMethod.Post, Path);

        Assert.That((await own.JsonAsync()).GetProperty("access_token").GetString(), Does.StartWith("access-"));
        Assert.That(((int)others.StatusCode, (int)nobody.StatusCode), Is.EqualTo((404, 401)));
        Assert.That(Encoding.Latin1.GetString((await RowAsync(server)).ProtectedTokens!), Does.Not.Contain("access-"));
    }

    [Test]
    public async Task The_ciphertext_of_another_link_cannot_be_read()
    {
        await using var provider = await TestProvider.StartAsync();
        await using var server = await ExternalServers.StartAsync(provider, engine, others: Keep);
        await server.TokenAsync(provider);
        var victims = (await RowAsync(server)).ProtectedTokens;
        (provider.Claims["sub"], provider.Claims["email"]) = ("attacker", AuthServer.NewEmail());
        var token = await server.TokenAsync(provider);
        await using (var scope = server.Services.CreateAsyncScope())
        {
            await scope.ServiceProvider.GetRequiredService<AuthDbContext>().Set<ExternalLogin>()
                .Where(login => login.AccountId == "attacker")
                .ExecuteUpdateAsync(set => set.SetProperty(login => login.ProtectedTokens, victims));
        }

        using var response = await server.SendAsync(HttpMethod.Post, Path, token);

        Assert.That(await response.SummaryAsync(), Is.EqualTo("404 Not Found"));
    }

    [Test]
    public async Task An_expired_token_is_refreshed_and_stored()
    {
        await using var provider = await TestProvider.StartAsync();
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var server = await ExternalServers.StartAsync(
            provider, engine, services => services.AddSingleton<TimeProvider>(clock), [Keep, ("Auth:Jwt:LifetimeSeconds", "100000")]);
        var token = await server.TokenAsync(provider);
        using var first = await server.SendAsync(HttpMethod.Post, Path, token);

        clock.Advance(TimeSpan.FromHours(2));
        provider.ChangeTokens = tokens => tokens.Remove("refresh_token");
        using var second = await server.SendAsync(HttpMethod.Post, Path, token);
        using var third = await server.SendAsync(HttpMethod.Post, Path, token);
        clock.Advance(TimeSpan.FromHours(2));
        using var fourth = await server.SendAsync(HttpMethod.Post, Path, token);

        var tokens = new List<string>();
        foreach (var response in new[] { first, second, third, fourth })
            tokens.Add((await response.JsonAsync()).GetProperty("access_token").GetString()!);
        Assert.That(tokens[2], Is.EqualTo(tokens[1]));
        Assert.That(tokens.Distinct().Count(), Is.EqualTo(3));
        Assert.That(provider.Forms.Select(form => $"{form["grant_type"]}"), Is.EqualTo(["authorization_code", "refresh_token", "refresh_token"]));
        Assert.That(provider.Forms.Select(form => $"{form["refresh_token"]}").Skip(1).Distinct().Count(), Is.EqualTo(1));
    }

    [Test]
    public async Task A_refused_refresh_asks_for_a_new_login()
    {
        await using var provider = await TestProvider.StartAsync();
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var server = await ExternalServers.StartAsync(
            provider, engine, services => services.AddSingleton<TimeProvider>(clock), [Keep, ("Auth:Jwt:LifetimeSeconds", "100000")]);
        var token = await server.TokenAsync(provider);
        clock.Advance(TimeSpan.FromHours(2));
        provider.Responses["/token"] = context =>
            TestProvider.WriteAsync(context, new JsonObject { ["error"] = "invalid_grant" }, 400);

        using var response = await server.SendAsync(HttpMethod.Post, Path, token);

        Assert.That(await response.SummaryAsync(), Is.EqualTo("400 OAUTH_TOKENS_EXPIRED"));
    }

    private static async Task<ExternalLogin> RowAsync(AuthServer server)
    {
        await using var scope = server.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<AuthDbContext>().Set<ExternalLogin>().AsNoTracking().SingleAsync();
    }
}
