using System.Net;
using Auth.Application.Mail;
using Auth.Domain.Users;
using Microsoft.Extensions.DependencyInjection;
using MimeKit;
using Moq;

namespace Auth.Tests.Integration;

/// <summary>Changes of the current user's password and address over HTTP.</summary>
public sealed class SensitiveChangesTests
{
    private const string Other = "brand-new-pass-2";

    /// <summary>An upper limit for a response that does not wait for the mail server.</summary>
    private static readonly TimeSpan LongestAnswer = TimeSpan.FromSeconds(20);

    private static readonly (string, string) RequireCurrentPassword = ("Auth:RequireCurrentPassword", "true");

    [TestCase(false, null, 200)]
    [TestCase(false, "wrong-horse-9", 200)]
    [TestCase(true, null, 400)]
    [TestCase(true, "wrong-horse-9", 400)]
    [TestCase(true, AuthServer.Password, 200)]
    public async Task A_password_change_requires_the_current_password_if_the_option_is_on(bool isOn, string? current, int status)
    {
        var server = await ServerAsync(isOn);
        var user = await server.CreateUserAsync();

        using var patch = await PatchMeAsync(server, user, new { password = Other, current_password = current });

        Assert.That((int)patch.StatusCode, Is.EqualTo(status));
    }

    [TestCase(null)]
    [TestCase("wrong-horse-9")]
    public async Task A_refused_change_has_its_error_code(string? current)
    {
        var server = await ServerAsync(isOn: true);
        var user = await server.CreateUserAsync();

        using var patch = await PatchMeAsync(server, user, new { email = AuthServer.NewEmail(), current_password = current });

        Assert.That(await patch.DetailAsync(), Is.EqualTo("UPDATE_USER_BAD_CURRENT_PASSWORD"));
    }

    [Test]
    public async Task A_refused_change_saves_nothing()
    {
        var server = await ServerAsync(isOn: true);
        var user = await server.CreateUserAsync();

        using var patch = await PatchMeAsync(
            server, user,
            new { name = "Eve", email = AuthServer.NewEmail(), password = Other, current_password = "wrong-horse-9" });

        Assert.That(await StoredAsync(server, user.Id), Is.EqualTo((user.Email, user.HashedPassword, user.Name)));
    }

    [Test]
    public async Task A_change_that_is_not_sensitive_does_not_require_the_password()
    {
        var server = await ServerAsync(isOn: true);
        var user = await server.CreateUserAsync();

        using var patch = await PatchMeAsync(server, user, new { name = "Eve", email = user.Email, password = (string?)null });

        Assert.That(patch.StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task The_superuser_route_does_not_require_the_current_password()
    {
        var server = await ServerAsync(isOn: true);
        var superuser = await server.CreateUserAsync(superuser: true);

        using var patch = await server.SendAsync(
            HttpMethod.Patch, $"/api/users/{superuser.Id}", await server.TokenOfAsync(superuser), new { password = Other });

        Assert.That(patch.StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task A_current_password_of_the_wrong_type_is_reported_like_other_members()
    {
        var server = await ServerAsync(isOn: false);
        var user = await server.CreateUserAsync();

        using var patch = await PatchMeAsync(server, user, new { current_password = 12345678 });

        Assert.That((patch.StatusCode, await patch.DetailAsync()), Is.EqualTo((HttpStatusCode.UnprocessableEntity,
            """[{"loc":["body","current_password"],"msg":"Input should be a valid string","type":"string_type"}]""")));
    }

    [Test]
    public async Task The_notice_of_an_address_change_is_sent_to_the_previous_address_only()
    {
        await using var server = await AuthServer.StartAsync();
        var user = await server.CreateUserAsync();

        using var patch = await PatchMeAsync(server, user, new { email = AuthServer.NewEmail() });

        Assert.That(await NoticesAsync(server), Is.EqualTo(new[] { (user.Email, "Your e-mail address was changed") }));
    }

    [Test]
    public async Task The_notice_of_a_password_change_is_sent_to_the_user()
    {
        await using var server = await AuthServer.StartAsync();
        var user = await server.CreateUserAsync();

        using var patch = await PatchMeAsync(server, user, new { password = Other, name = "Ada" });

        Assert.That(await NoticesAsync(server), Is.EqualTo(new[] { (user.Email, "Your password was changed") }));
    }

    [Test]
    public async Task A_refused_or_empty_change_sends_no_notice()
    {
        await using var server = await AuthServer.StartAsync();
        var user = await server.CreateUserAsync();

        using var refused = await PatchMeAsync(server, user, new { password = "short" });
        using var same = await PatchMeAsync(server, user, new { email = user.Email, name = "Ada" });

        Assert.That(await NoticesAsync(server), Is.Empty);
    }

    [Test]
    public async Task A_hanging_mail_server_does_not_delay_the_response()
    {
        var (asked, released) = (new TaskCompletionSource(), new TaskCompletionSource());
        var sender = new Mock<IMailSender>();
        sender.Setup(mail => mail.SendAsync(It.IsAny<EmailMessage>(), It.IsAny<CancellationToken>())).Returns(() =>
        {
            asked.TrySetResult();
            return released.Task;
        });
        await using var server = await AuthServer.StartAsync(services: services => services.AddSingleton(sender.Object));
        var user = await server.CreateUserAsync();
        try
        {
            using var patch = await PatchMeAsync(server, user, new { email = AuthServer.NewEmail() }).WaitAsync(LongestAnswer);
            await asked.Task.WaitAsync(LongestAnswer);

            Assert.That(patch.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        }
        finally
        {
            released.SetResult();
        }
    }

    private static Task<AuthServer> ServerAsync(bool isOn) => isOn
        ? SharedServers.GetAsync(DatabaseEngine.Sqlite, RequireCurrentPassword)
        : SharedServers.GetAsync(DatabaseEngine.Sqlite);

    private static async Task<HttpResponseMessage> PatchMeAsync(AuthServer server, User user, object json) =>
        await server.SendAsync(HttpMethod.Patch, "/api/users/me", await server.TokenOfAsync(user), json);

    private static async Task<(string, string, string?)> StoredAsync(AuthServer server, Guid id)
    {
        await using var scope = server.Services.CreateAsyncScope();
        var user = (await scope.ServiceProvider.GetRequiredService<IUserRepository>().FindAsync(id, default))!;
        return (user.Email, user.HashedPassword, user.Name);
    }

    /// <summary>Returns the recipients and subjects of all mails after all pending mails are sent.</summary>
    private static async Task<IReadOnlyList<(string To, string Subject)>> NoticesAsync(AuthServer server)
    {
        await server.SendMailAsync();
        if (!Directory.Exists(server.PickupFolder))
            return [];
        var mails = Directory.GetFiles(server.PickupFolder).Select(file => MimeMessage.Load(file));
        return [.. mails.Select(mail => (mail.To.Mailboxes.Single().Address, mail.Subject!))];
    }
}
