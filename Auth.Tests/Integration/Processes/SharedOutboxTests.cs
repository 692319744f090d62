using System.Diagnostics;
using System.Net.Http.Json;
using Auth.Tests.Integration.Mail;

namespace Auth.Tests.Integration.Processes;

/// <summary>Several processes of the real program with one outbox.</summary>
[OnEachDatabase]
public sealed class SharedOutboxTests(DatabaseEngine engine) : IDisposable
{
    private const int Parallelism = 4;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("auth-tests-");
    private TestDatabase _database = null!;

    [SetUp]
    public async Task CreateDatabase() => _database = await TestDatabase.CreateAsync(engine, _folder.FullName);

    public void Dispose() => _folder.Delete(recursive: true);

    [Test]
    public async Task Each_mail_is_sent_once()
    {
        await using var mails = await ReceivingServer.StartAsync();
        await using var one = await StartAsync(mails.Settings(timeoutSeconds: 30));
        await using var other = await StartAsync(mails.Settings(timeoutSeconds: 30));

        var requested = await Task.WhenAll(RequestAsync(one, 40), RequestAsync(other, 40));
        await Outbox.WaitUntilEmptyAsync(_database);

        Assert.That(
            (await mails.StopAsync()).Select(mail => mail.Recipient), Is.EquivalentTo(requested.SelectMany(emails => emails)));
    }

    [Test]
    public async Task A_process_with_a_hanging_mail_server_delays_only_the_mails_that_it_sends()
    {
        const int Requests = 12;
        await using var hanging = await SmtpServer.StartAsync("hang");
        await using var mails = await ReceivingServer.StartAsync();
        await using var one = await StartAsync(ReceivingServer.SettingsOf(hanging.Port, timeoutSeconds: 600));
        await RequestAsync(one, Requests);
        await hanging.NextAsync();
        await using var other = await StartAsync(mails.Settings(timeoutSeconds: 30));

        var waiting = Stopwatch.StartNew();
        while (mails.Mails.Count < Requests - Parallelism)
        {
            Assert.That(waiting.Elapsed, Is.LessThan(Patience), "The mails of the other process were not sent.");
            await Task.Delay(50);
        }

        Assert.That(mails.Mails.Select(mail => mail.Id), Is.Unique);
    }

    [Test]
    public async Task A_mail_accepted_while_the_program_stops_is_not_sent_again()
    {
        await using var slow = await SmtpServer.StartAsync("slow");
        await using var program = await StartAsync(ReceivingServer.SettingsOf(slow.Port, timeoutSeconds: 30));
        await RequestAsync(program, 1);
        while (!SmtpServer.IsMessage(await slow.NextAsync()))
        {
            // The server reports the recipient before the message.
        }

        program.Terminate();
        await program.WaitForExitAsync();

        Assert.That(await Outbox.CountAsync(_database), Is.Zero);
    }

    private Task<RunningProgram> StartAsync((string, string)[] settings) => RunningProgram.StartAsync(
        _folder.FullName,
        [
            ("Auth__Passwords__MaxQueueLength", "128"),
            .. _database.Settings,
            ("Auth__RateLimits__Enabled", "false"),
            .. settings,
        ]);

    /// <summary>Registers users, and requests a reset token for each.</summary>
    private static async Task<IReadOnlyList<string>> RequestAsync(RunningProgram program, int count)
    {
        var emails = Enumerable.Range(0, count).Select(_ => AuthServer.NewEmail()).ToList();
        foreach (var email in emails)
            await program.RegisterAsync(email);
        foreach (var email in emails)
        {
            using var answer = await program.Client.PostAsJsonAsync("/api/auth/forgot-password", new { email });
            Assert.That((int)answer.StatusCode, Is.EqualTo(202));
        }

        return emails;
    }
}
