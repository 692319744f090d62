using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text;

namespace Auth.Benchmarks.Service;

/// <summary>Measures the effect of one client's flood on the logins of others, and a burst of logins of imported users.</summary>
internal static class FairnessBenchmark
{
    private const int Connections = 150;
    private const int Logins = 40;
    private const int Imported = 150;
    private const int Unset = 0;
    private const string Flooder = "203.0.113.1";

    // The number of passwords that one processor hashes at once.
    private const int Lanes = 4;

    /// <summary>Prints a line for each phase. Returns 1 if a login failed or took too long.</summary>
    public static async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        using var published = await PublishedService.CreateAsync(cancellationToken);
        await using var service = await RunningService.StartAsync(
            published, published.BatchesOfFour, Unset, cancellationToken, ("Auth__Proxies__0", "127.0.0.1"));
        using var handler = new SocketsHttpHandler { MaxConnectionsPerServer = 2 * Connections };
        using var client = new HttpClient(handler) { BaseAddress = service.Address, Timeout = TimeSpan.FromMinutes(2) };
        await LogInAsync(client, service, cancellationToken);

        var unloaded = await LogInAsync(client, service, cancellationToken);
        var batch = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, Lanes * Environment.ProcessorCount)
            .Select(i => LogInAsync(client, service, i, cancellationToken)));
        var limit = (3 * unloaded.Median(login => login.Seconds)) + batch.Elapsed.TotalSeconds;
        Print("no other clients", unloaded);

        var changes = await DuringAsync(
            _ => client.SendAsync(ChangePassword(service.Token), cancellationToken), client, service, cancellationToken);
        Print($"{Connections} connections of one address change a password", changes);
        var guesses = await DuringAsync(
            i => client.SendAsync(Login(Flooder, $"username=user{i}%40example.com&password=wrong"), cancellationToken),
            client, service, cancellationToken);
        Print($"{Connections} connections of one address log in with a wrong password", guesses);
        var isFair = changes.Concat(guesses).All(login => login.Status == HttpStatusCode.OK && login.Seconds <= limit);
        Console.WriteLine($"Three times an unloaded login and one batch take {limit:0.00} s: {(isFair ? "fair" : "NOT FAIR")}.");

        var watch = Stopwatch.StartNew();
        var imported = await ImportedUsers.LogInAsync(service, client, Imported, cancellationToken);
        Console.WriteLine($"{Imported} logins at once of users with Argon2id hashes (m=102400,t=2,p=8) took "
            + $"{watch.Elapsed.TotalSeconds:0.0} s: {imported.Count(status => status == HttpStatusCode.OK)} × 200.");
        return isFair && imported.All(status => status == HttpStatusCode.OK) ? 0 : 1;
    }

    /// <summary>Creates a login request from an address.</summary>
    public static HttpRequestMessage Login(string address, string form) => new(HttpMethod.Post, "api/token/login")
    {
        Content = new StringContent(form, Encoding.ASCII, "application/x-www-form-urlencoded"),
        Headers = { { "X-Forwarded-For", address } },
    };

    private static HttpRequestMessage ChangePassword(string token) => new(HttpMethod.Patch, "api/users/me")
    {
        Content = JsonContent.Create(new { password = "a quiet harbour" }),
        Headers = { { "X-Forwarded-For", Flooder }, { "Authorization", $"Bearer {token}" } },
    };

    // Starts the flood before the logins and stops it after them.
    private static async Task<List<(HttpStatusCode Status, double Seconds)>> DuringAsync(
        Func<int, Task<HttpResponseMessage>> send, HttpClient client, RunningService service, CancellationToken cancellationToken)
    {
        var (isOver, answers) = (false, 0);
        var flood = Task.WhenAll(Enumerable.Range(0, Connections).Select(async i =>
        {
            while (!Volatile.Read(ref isOver))
            {
                using var answer = await send(i);
                Interlocked.Increment(ref answers);
            }
        }));
        await Task.Delay(TimeSpan.FromSeconds(2), cancellationToken);
        var logins = await LogInAsync(client, service, cancellationToken);
        Volatile.Write(ref isOver, true);
        await flood;
        Console.Error.WriteLine($"The flood got {answers} responses.");
        return logins;
    }

    private static async Task<List<(HttpStatusCode Status, double Seconds)>> LogInAsync(
        HttpClient client, RunningService service, CancellationToken cancellationToken)
    {
        var logins = new List<(HttpStatusCode, double)>();
        for (var i = 0; i < Logins; i++)
            logins.Add(await LogInAsync(client, service, i, cancellationToken));
        return logins;
    }

    private static async Task<(HttpStatusCode Status, double Seconds)> LogInAsync(
        HttpClient client, RunningService service, int number, CancellationToken cancellationToken)
    {
        // Excludes the last user, whose password is changed.
        var form = service.LoginForms[number % (service.LoginForms.Length - 1)];
        using var request = Login($"198.51.{number}.1", form);
        var watch = Stopwatch.StartNew();
        using var answer = await client.SendAsync(request, cancellationToken);
        return (answer.StatusCode, watch.Elapsed.TotalSeconds);
    }

    private static void Print(string phase, List<(HttpStatusCode Status, double Seconds)> logins) => Console.WriteLine(
        $"{phase}: {logins.Count(login => login.Status == HttpStatusCode.OK)} of {logins.Count} logins of others succeeded, "
        + $"median {logins.Median(login => login.Seconds):0.00} s, slowest {logins.Max(login => login.Seconds):0.00} s.");
}
