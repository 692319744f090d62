using System.Collections.Concurrent;

namespace Auth.Tests.Integration.Crashes;

/// <summary>Kills the program repeatedly while clients register and change their passwords.</summary>
[OnEachDatabase]
public sealed class CrashTests(DatabaseEngine engine) : IDisposable
{
    // Fewer on database servers, to limit the duration of the tests.
    private int Kills => engine is DatabaseEngine.Sqlite ? 20 : 10;
    private const int Clients = 4;
    private const int ChangesOfAnAccount = 2;

    // A run ends after a random number of responses plus a random delay, so that it is interrupted at work on any machine.
    private const int MostAnswers = 16;
    private const int LongestMomentMilliseconds = 20;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("auth-tests-");
    private TestDatabase _database = null!;
    private readonly ConcurrentQueue<Account> _accounts = new();
    private int _registrations;
    private int _changes;

    [SetUp]
    public async Task CreateDatabase() => _database = await TestDatabase.CreateAsync(engine, _folder.FullName);

    public void Dispose() => _folder.Delete(recursive: true);

    [Test]
    public async Task Acknowledged_changes_survive_a_crash()
    {
        var seed = Random.Shared.Next();
        var moments = new Random(seed);
        var (wrong, inspected, unanswered, done) = (new ConcurrentQueue<string>(), 0, 0, 0);
        for (var kill = 0; kill <= Kills; kill++)
        {
            await using var program = await RunningProgram.StartAsync(_folder.FullName, Settings());
            var client = new AccountClient(program.Client);
            var before = _accounts.Skip(inspected).Select(account => (Account: account, account.AskedFor)).ToList();
            inspected += before.Count;
            await Parallel.ForEachAsync(before, ParallelClients, async (asked, _) =>
            {
                if (await client.InspectAsync(asked.Account) is { } problem)
                    wrong.Enqueue($"After kill {kill}: {problem}.");
            });
            unanswered += before.Count(asked => asked.AskedFor is not null);
            done += before.Count(asked => asked.AskedFor is { } password && asked.Account.Password == password);
            foreach (var problem in await WrongOfFileAsync())
                wrong.Enqueue($"After kill {kill}: {problem}.");
            if (kill < Kills)
                await KillAtWorkAsync(program, client, moments);
            else
                await InspectAllAsync(client, wrong);
        }

        var report = $"{Kills} kills at moments of seed {seed}: {_registrations} registrations and {_changes} changes of passwords "
            + $"acknowledged; {unanswered} requests unanswered, of which {done} were stored; {wrong.Count} wrong.";
        await TestContext.Out.WriteLineAsync(report);
        Assert.That(wrong, Is.Empty, report);
        Assert.That((_registrations > Kills, _changes > Kills, unanswered > 0), Is.EqualTo((true, true, true)), report);
    }

    private static ParallelOptions ParallelClients => new() { MaxDegreeOfParallelism = Clients };

    private (string, string)[] Settings() =>
    [
        ("Auth__Passwords__MaxQueueLength", "64"),
        .. _database.Settings,
        ("Auth__RateLimits__Enabled", "false"),
    ];

    /// <summary>Starts the clients, and kills the program while they work.</summary>
    private async Task KillAtWorkAsync(RunningProgram program, AccountClient client, Random moments)
    {
        var (answers, enough) = (moments.Next(1, MostAnswers + 1), new TaskCompletionSource());
        using var killed = new CancellationTokenSource();
        var work = Enumerable.Range(0, Clients).Select(_ => WorkAsync(client, Answered, killed.Token)).ToList();
        await await Task.WhenAny([enough.Task, .. work]);
        await Task.Delay(moments.Next(LongestMomentMilliseconds));
        await killed.CancelAsync();
        await program.KillAsync();
        await Task.WhenAll(work);

        void Answered()
        {
            if (Interlocked.Decrement(ref answers) == 0)
                enough.SetResult();
        }
    }

    private async Task WorkAsync(AccountClient client, Action answered, CancellationToken killed)
    {
        try
        {
            while (true)
            {
                var account = new Account();
                _accounts.Enqueue(account);
                await client.RegisterAsync(account);
                Interlocked.Increment(ref _registrations);
                answered();
                for (var change = 0; change < ChangesOfAnAccount; change++)
                {
                    await client.ChangePasswordAsync(account);
                    Interlocked.Increment(ref _changes);
                    answered();
                }
            }
        }
        catch (HttpRequestException) when (killed.IsCancellationRequested)
        {
            // The killed program does not answer.
        }
    }

    /// <summary>Returns the problems that SQLite reports for its file.</summary>
    private async Task<List<string>> WrongOfFileAsync()
    {
        if (engine is not DatabaseEngine.Sqlite)
            return [];
        var wrong = (await _database.QueryAsync("PRAGMA integrity_check")).Where(line => line != "ok").ToList();
        wrong.AddRange((await _database.QueryAsync("PRAGMA foreign_key_check"))
            .Select(table => $"a row of {table} has no parent row"));
        return wrong;
    }

    /// <summary>Reports lost passwords and stored users that never registered.</summary>
    private async Task InspectAllAsync(AccountClient client, ConcurrentQueue<string> wrong)
    {
        await Parallel.ForEachAsync(_accounts, ParallelClients, async (account, _) =>
        {
            if (!await client.IsGoodAsync(account, account.Password))
                wrong.Enqueue("At the end, a password is lost.");
        });
        var stored = await _database.QueryAsync("SELECT email FROM users");
        if (!stored.ToHashSet().SetEquals(_accounts.Select(account => account.Email)))
            wrong.Enqueue("At the end, the stored users differ from the registered ones.");
    }
}
