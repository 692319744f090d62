using System.Data.Common;
using Auth.Application.Login;
using Auth.Infrastructure.Housekeeping;
using Auth.Infrastructure.Persistence.Sqlite;
using Auth.Tests.Integration;
using Auth.Tests.Integration.MagicLinks;
using Auth.Tests.Integration.Mail;
using Auth.Tests.Integration.Passkeys;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace Auth.Tests.Security;

/// <summary>Tests of the SQL statements of a refused login.</summary>
public sealed class EqualStatementsTests
{
    [TestCase(null)]
    [TestCase("no device token")]
    [TestCase("the token of another account")]
    public async Task A_refused_login_sends_the_same_statements_whether_or_not_the_address_is_registered(string? device)
    {
        var recorder = new Recorder();
        await using var server = await AuthServer.StartAsync(services: services =>
        {
            services.ConfigureDbContext<SqliteAuthDbContext>(options => options.AddInterceptors(recorder));

            // Housekeeping would send statements between those of the logins.
            services.Remove(services.Single(service => service.ImplementationType == typeof(HousekeepingService)));
        });
        var user = await server.CreateUserAsync();
        if (device is "the token of another account")
            device = server.Services.GetRequiredService<DeviceTokens>().Renew(AuthServer.NewEmail(), null);

        var known = await StatementsAsync(user.Email);
        var external = await server.CreateUserAsync();
        await server.UpdateUserAsync(external, stored => stored.RemovePassword(TimeProvider.System.GetUtcNow()));
        var withoutPassword = await StatementsAsync(external.Email);
        var unknown = await StatementsAsync(AuthServer.NewEmail());

        Assert.That(known, Is.Not.Empty.And.EqualTo(unknown));
        Assert.That(withoutPassword, Is.EqualTo(unknown));

        async Task<string[]> StatementsAsync(string email)
        {
            recorder.Statements.Clear();
            using var request = new HttpRequestMessage(HttpMethod.Post, "/api/token/login")
            {
                Content = new FormUrlEncodedContent(
                    new Dictionary<string, string> { ["username"] = email, ["password"] = "wrong-horse-9" }),
            };
            if (device is not null)
                request.Headers.TryAddWithoutValidation("Auth-Device", device);
            using var login = await server.Client.SendAsync(request);
            Assert.That((int)login.StatusCode, Is.EqualTo(400));
            return [.. recorder.Statements];
        }
    }

    [Test]
    public async Task A_refused_passkey_sends_the_same_statements_whether_or_not_it_is_stored()
    {
        var recorder = new Recorder();
        await using var server = await StartAsync(recorder, PasskeyServers.Settings());
        var added = await server.CreatePasskeyUserAsync();
        var inactive = await server.CreatePasskeyUserAsync();
        await server.UpdateUserAsync(inactive.User, stored => stored.SetActive(false));
        var unknown = new SoftwareAuthenticator { UserHandle = added.Authenticator.UserHandle };

        var statements = new List<string[]>();
        foreach (var (authenticator, forgery) in new (SoftwareAuthenticator, PasskeyForgery)[]
                 {
                     (unknown, new()), (added.Authenticator, new() { SignsWithOtherKey = true }), (inactive.Authenticator, new()),
                 })
        {
            var credential = authenticator.Assert(await server.RequestOptionsAsync(), forgery);
            recorder.Statements.Clear();
            using var login = await server.SendPasskeyAsync(credential);
            Assert.That((int)login.StatusCode, Is.EqualTo(400));
            statements.Add([.. recorder.Statements]);
        }

        Assert.That(statements[0], Is.Not.Empty);
        Assert.That(statements, Is.All.EqualTo(statements[0]));
    }

    [Test]
    public async Task A_request_and_a_guess_at_its_code_send_the_same_statements_whether_or_not_the_address_is_registered()
    {
        var recorder = new Recorder();
        await using var server = await StartAsync(recorder, MagicLinkServers.Settings());
        var user = await server.CreateUserAsync();

        var (known, unknown) = (await StatementsAsync(user.Email), await StatementsAsync(AuthServer.NewEmail()));

        Assert.That(known, Is.Not.Empty.And.EqualTo(unknown));

        async Task<string[]> StatementsAsync(string email)
        {
            recorder.Statements.Clear();
            var requestToken = await server.RequestMagicLinkAsync(email);
            List<string> statements = [.. recorder.Statements];
            await server.SendDueMailAsync();
            recorder.Statements.Clear();
            Assert.That(await server.TryMagicLinkAsync(requestToken, code: "12345678"), Is.EqualTo("400 LOGIN_BAD_CODE"));
            return [.. statements, .. recorder.Statements];
        }
    }

    private static Task<AuthServer> StartAsync(Recorder recorder, IEnumerable<(string Name, string Value)> settings) =>
        AuthServer.StartAsync(settings: settings.ToDictionary(setting => setting.Name, setting => setting.Value), services: services =>
        {
            services.ConfigureDbContext<SqliteAuthDbContext>(options => options.AddInterceptors(recorder));

            // Housekeeping and the mail worker would send statements between those of the requests.
            services.Remove(services.Single(service => service.ImplementationType == typeof(HousekeepingService)));
            services.RemoveMailWorker();
        });

    private sealed class Recorder : DbCommandInterceptor
    {
        public List<string> Statements { get; } = [];

        public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
            DbCommand command,
            CommandEventData eventData,
            InterceptionResult<DbDataReader> result,
            CancellationToken cancellationToken = default)
        {
            Statements.Add(command.CommandText);
            return new(result);
        }

        public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
            DbCommand command,
            CommandEventData eventData,
            InterceptionResult<int> result,
            CancellationToken cancellationToken = default)
        {
            Statements.Add(command.CommandText);
            return new(result);
        }
    }
}
