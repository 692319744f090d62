using System.Data.Common;
using Auth.Application.Login;
using Auth.Infrastructure.Housekeeping;
using Auth.Infrastructure.Persistence.Sqlite;
using Auth.Tests.Integration;
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
