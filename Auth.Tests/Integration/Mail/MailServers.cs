using System.Text.RegularExpressions;
using Auth.Application.Mail;
using Auth.Domain.Mail;
using Auth.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;

namespace Auth.Tests.Integration.Mail;

/// <summary>Servers that send mail only when the test requests it.</summary>
internal static partial class MailServers
{
    /// <summary>Starts a server with the given clock and sender.</summary>
    public static Task<AuthServer> StartAsync(
        DatabaseEngine engine, FakeTimeProvider clock, IMailSender sender, params (string Name, string Value)[] settings) =>
        AuthServer.StartAsync(
            engine, settings.ToDictionary(setting => setting.Name, setting => setting.Value), Services(clock, sender));

    /// <summary>Registers the services of such a server.</summary>
    public static Action<IServiceCollection> Services(FakeTimeProvider clock, IMailSender sender) => services =>
        services.AddSingleton<TimeProvider>(clock).AddSingleton(sender).RemoveMailWorker();

    /// <summary>Removes the worker that sends mail in the background.</summary>
    public static IServiceCollection RemoveMailWorker(this IServiceCollection services)
    {
        services.Remove(services.Single(service => service.ServiceType == typeof(IHostedService)
            && service.ImplementationFactory is Func<IServiceProvider, MailWorker>));
        return services;
    }

    /// <summary>Sends the mails that are due.</summary>
    public static async Task SendDueMailAsync(this AuthServer server)
    {
        while (await server.Services.GetRequiredService<MailWorker>().SendDueAsync(includeRetries: true, default))
        {
            // More may be due.
        }
    }

    /// <summary>Returns the mails in the outbox.</summary>
    public static async Task<IReadOnlyList<OutboxMail>> OutboxAsync(this AuthServer server)
    {
        await using var scope = server.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<AuthDbContext>().Set<OutboxMail>().AsNoTracking().ToListAsync();
    }

    /// <summary>Requests a mail, and returns the status and body of the response.</summary>
    /// <param name="route"><c>forgot-password</c> or <c>request-verify-token</c>.</param>
    public static async Task<string> RequestMailAsync(this AuthServer server, string email, string route = "forgot-password")
    {
        using var response = await server.SendAsync(HttpMethod.Post, $"/api/auth/{route}", json: new { email });
        return $"{(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}";
    }

    /// <summary>Returns the token in a message; empty if there is none.</summary>
    public static string TokenOf(EmailMessage message) => Pattern().Match(message.Text).Value;

    [GeneratedRegex(@"eyJ[\w-]+\.[\w-]+\.[\w-]+")]
    private static partial Regex Pattern();
}
