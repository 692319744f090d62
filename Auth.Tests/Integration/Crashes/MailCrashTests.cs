using System.Collections.Concurrent;
using System.Net.Http.Json;
using Auth.Tests.Integration.Mail;
using Auth.Tests.Integration.Sessions;

namespace Auth.Tests.Integration.Crashes;

/// <summary>Kills the program repeatedly while clients request mails.</summary>
[OnEachDatabase]
public sealed class MailCrashTests(DatabaseEngine engine) : IDisposable
{
    // For each of the two ways of delivery. Fewer on database servers, to limit the duration of the tests.
    private int Kills => engine is DatabaseEngine.Sqlite ? 5 : 3;
    private const int Clients = 4;
    private const int MaxRequestsBeforeKill = 16;
    private const int MaxMomentMilliseconds = 50;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("auth-tests-");
    private TestDatabase _database = null!;

    /// <summary>The recipients of the mails that a response has acknowledged.</summary>
    private readonly ConcurrentQueue<string> _acknowledged = new();

    [SetUp]
    public async Task CreateDatabase() => _database = await TestDatabase.CreateAsync(engine, _folder.FullName);

    public void Dispose() => _folder.Delete(recursive: true);

    [Test]
    public async Task An_acknowledged_mail_is_written_to_the_pickup_folder_once() => await KillAsync(
        [("Auth__Email__Smtp__TimeoutSeconds", "1")],
        maxCopies: 1,
        () => Task.FromResult(ReceivedMail.InFolder(Path.Combine(_folder.FullName, "mail"))));

    [Test]
    public async Task An_acknowledged_mail_is_sent_at_least_once_and_at_most_twice()
    {
        await using var mails = await ReceivingServer.StartAsync();
        await KillAsync(mails.Settings(timeoutSeconds: 1), maxCopies: 2, mails.StopAsync);
    }

    private async Task KillAsync(
        (string, string)[] settings, int maxCopies, Func<Task<IReadOnlyList<ReceivedMail>>> receiveAsync)
    {
        var seed = Random.Shared.Next();
        var moments = new Random(seed);
        (string, string)[] all =
        [
            ("Auth__Passwords__MaxQueueLength", "64"),
            .. _database.Settings,
            ("Auth__RateLimits__Enabled", "false"),
            .. settings,
        ];
        for (var kill = 0; kill < Kills; kill++)
        {
            await using var program = await RunningProgram.StartAsync(_folder.FullName, all);
            await KillAtWorkAsync(program, moments);
        }

        await using (await RunningProgram.StartAsync(_folder.FullName, all))
            await Outbox.WaitUntilEmptyAsync(_database);

        var received = await receiveAsync();
        var copies = received.GroupBy(mail => mail.Id).Select(mail => mail.Count()).ToList();
        var recipients = received.DistinctBy(mail => mail.Id).GroupBy(mail => mail.Recipient)
            .ToDictionary(mails => mails.Key, mails => mails.Count());
        var lost = _acknowledged.Count(recipient => !recipients.ContainsKey(recipient));
        var report = $"{Kills} kills at moments of seed {seed}: {_acknowledged.Count} mails acknowledged, {lost} lost; "
            + $"{recipients.Count} recipients got {received.Count} copies.";
        await TestContext.Out.WriteLineAsync(report);
        Assert.That(
            (lost, recipients.Values.Max(), copies.Max() <= maxCopies, _acknowledged.Count > Kills),
            Is.EqualTo((0, 1, true, true)), report);
    }

    /// <summary>Starts the clients, and kills the program while they work.</summary>
    private async Task KillAtWorkAsync(RunningProgram program, Random moments)
    {
        var (answers, enough) = (moments.Next(1, MaxRequestsBeforeKill + 1), new TaskCompletionSource());
        using var killed = new CancellationTokenSource();
        var work = Enumerable.Range(0, Clients).Select(client => WorkAsync(program.Client, client, Answered, killed.Token)).ToList();
        await await Task.WhenAny([enough.Task, .. work]);
        await Task.Delay(moments.Next(MaxMomentMilliseconds));
        await killed.CancelAsync();
        await program.KillAsync();
        await Task.WhenAll(work);

        void Answered()
        {
            if (Interlocked.Decrement(ref answers) == 0)
                enough.SetResult();
        }
    }

    private async Task WorkAsync(HttpClient http, int client, Action answered, CancellationToken killed)
    {
        try
        {
            while (true)
            {
                await CauseMailAsync(http, client);
                answered();
            }
        }
        catch (HttpRequestException) when (killed.IsCancellationRequested)
        {
            // No response: the mail may be sent or not.
        }
    }

    /// <summary>
    /// Registers a user, and causes one mail to the user: by a request, or by a change of the address or password.
    /// </summary>
    private async Task CauseMailAsync(HttpClient http, int client)
    {
        var (email, password) = (AuthServer.NewEmail(), AuthServer.Password);
        using var registration = await http.PostAsJsonAsync("/api/auth/register", new { email, password });
        Assert.That((int)registration.StatusCode, Is.EqualTo(201));
        using var answer = client % 2 == 0
            ? await http.PostAsJsonAsync("/api/auth/forgot-password", new { email })
            : await ChangeAsync(http, email, client == 1
                ? new Dictionary<string, string> { ["email"] = AuthServer.NewEmail() }
                : new Dictionary<string, string> { ["password"] = "another-horse-9" });
        Assert.That((int)answer.StatusCode, Is.AnyOf(200, 202));
        _acknowledged.Enqueue(email);
    }

    private static async Task<HttpResponseMessage> ChangeAsync(HttpClient http, string email, Dictionary<string, string> change)
    {
        using var form = new FormUrlEncodedContent(
            new Dictionary<string, string> { ["username"] = email, ["password"] = AuthServer.Password });
        using var login = await http.PostAsync("/api/token/login", form);
        using var request = new HttpRequestMessage(HttpMethod.Patch, "/api/users/me") { Content = JsonContent.Create(change) };
        request.Headers.Authorization = new("Bearer", (await Tokens.ReadAsync(login)).Access);
        return await http.SendAsync(request);
    }
}
