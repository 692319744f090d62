using Auth.Application.Mail;
using Auth.Domain.Registration;
using Auth.Infrastructure.Persistence;
using Auth.Tests.Integration.Mail;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Auth.Tests.Integration.Registration;

/// <summary>Servers that require invitations, and requests to them.</summary>
internal static class InvitationRequests
{
    public const string InvalidInvitation = "400 REGISTER_INVALID_INVITATION";

    public static readonly (string Name, string Value) InviteMode = ("Auth:Registration:Mode", "Invite");

    /// <summary>Starts a server that requires invitations.</summary>
    public static Task<AuthServer> StartAsync(
        DatabaseEngine engine, FakeTimeProvider clock, IMailSender sender, params (string Name, string Value)[] settings) =>
        MailServers.StartAsync(engine, clock, sender, [InviteMode, .. settings]);

    /// <summary>Requests an invitation, and returns the status and body of the response.</summary>
    /// <param name="token">The access token of the inviter; null for a new superuser.</param>
    public static async Task<string> RequestInvitationAsync(this AuthServer server, string email, string? token = null)
    {
        token ??= await server.TokenOfAsync(await server.CreateUserAsync(superuser: true));
        using var response = await server.SendAsync(HttpMethod.Post, "/api/users/invitations", token, new { email });
        return $"{(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}";
    }

    /// <summary>Invites an address, and returns the token in the mail.</summary>
    public static async Task<string> InviteAsync(
        this AuthServer server, RecordedSender sender, string email, string? token = null)
    {
        var sent = sender.Sent.Count;
        Assert.That(await server.RequestInvitationAsync(email, token), Is.EqualTo("202 null"));
        await server.SendDueMailAsync();
        Assert.That(sender.Sent, Has.Count.EqualTo(sent + 1));
        Assert.That(sender.Sent[^1].To, Is.EqualTo(email));
        return MailServers.TokenOf(sender.Sent[^1]);
    }

    /// <summary>Registers, and returns the result as <see cref="Answer.SummaryAsync"/> does.</summary>
    public static async Task<string> RegisterAsync(
        this AuthServer server, string email, string? invitation, string password = AuthServer.Password)
    {
        using var response = await server.SendAsync(
            HttpMethod.Post, "/api/auth/register", json: new { email, password, invitation });
        return await response.SummaryAsync();
    }

    /// <summary>Returns the stored invitations.</summary>
    public static async Task<IReadOnlyList<Invitation>> InvitationsAsync(this AuthServer server)
    {
        await using var scope = server.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<AuthDbContext>().Set<Invitation>().AsNoTracking().ToListAsync();
    }
}
