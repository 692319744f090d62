using System.Net;
using System.Net.Sockets;
using Auth.Benchmarks.Service;

namespace Auth.Benchmarks.Rotation;

/// <summary>
/// Measures a rotation of the secret under load, with two processes behind a load balancer. Clients must not notice it.
/// </summary>
internal static class RotationBenchmark
{
    private const int Replicas = 2;

    /// <summary>Prints the table and returns the exit code: 0 if every request got the expected response.</summary>
    /// <param name="makePlan">Creates the plan of the roll-outs.</param>
    /// <param name="pause">The duration of the load before, between and after the roll-outs.</param>
    public static async Task<int> RunAsync(Func<Plan> makePlan, TimeSpan pause, CancellationToken cancellationToken)
    {
        if (!await Haproxy.IsAvailableAsync(cancellationToken))
        {
            await Console.Error.WriteLineAsync("needs haproxy on the PATH (Debian's package haproxy)");
            return 1;
        }

        using var published = await PublishedService.CreateAsync(cancellationToken);
        var (plan, data, ports) = (makePlan(), published.NewDataFolder(), FreePorts(Replicas + 1));
        var replicas = ports[1..].Select(port => new Replica(published, data, port)).ToList();
        try
        {
            await Task.WhenAll(replicas.Select(replica => replica.StartAsync(plan.First, cancellationToken)));
            await using var haproxy = await Haproxy.StartAsync(data, ports[0], replicas, cancellationToken);
            await using var load = new RotationLoad(haproxy.Address);
            await load.StartAsync(cancellationToken);
            var phases = await RollOutAsync(plan, replicas, load, pause, cancellationToken);
            return Report(plan, phases, load);
        }
        finally
        {
            foreach (var replica in replicas)
                await replica.DisposeAsync();
        }
    }

    private static async Task<List<(string Name, Tally Tally)>> RollOutAsync(
        Plan plan, List<Replica> replicas, RotationLoad load, TimeSpan pause, CancellationToken cancellationToken)
    {
        await Task.Delay(pause, cancellationToken);
        List<(string Name, Tally Tally)> phases = [("before", load.Take())];
        foreach (var (name, settings) in plan.RollOuts)
        {
            foreach (var replica in replicas)
            {
                await replica.StopAsync(cancellationToken);
                await replica.StartAsync(settings, cancellationToken);
            }

            phases.Add((name, load.Take()));
            await Task.Delay(pause, cancellationToken);
            phases.Add(("afterwards", load.Take()));
        }

        await load.StopAsync();
        phases[^1] = ("afterwards", Tally.Sum([phases[^1].Tally, load.Take()]));
        return phases;
    }

    private static int Report(Plan plan, List<(string Name, Tally Tally)> phases, RotationLoad load)
    {
        var total = Tally.Sum(phases.Select(phase => phase.Tally));
        Console.WriteLine($"| {RotationLoad.Connections} connections, {Replicas} processes | requests | logins | answers "
            + "| 401 for a valid token | lost logins |");
        Console.WriteLine("|---|--:|--:|---|--:|--:|");
        foreach (var (name, tally) in phases.Append(("in all", total)))
        {
            Console.WriteLine($"| {name} | {tally.Requests:N0} | {tally.Logins:N0} | {tally.Answers} "
                + $"| {tally.RefusedReads:N0} | {tally.LostLogins:N0} |");
        }

        var (first, last) = (load.Tokens.Count(IsNew(0)), load.Tokens.Count(IsNew(^1)));
        Console.WriteLine();
        Console.WriteLine($"The last secret signed the first token of {first} and the last token of {last} of "
            + $"{RotationLoad.Connections} users. {Environment.ProcessorCount} processors that the load generator shares: "
            + $"{Machine.Description}, haproxy {Machine.PackageVersion("haproxy")}.");
        return total.Failures == 0 && last == RotationLoad.Connections ? 0 : 1;

        Func<IReadOnlyList<string>, bool> IsNew(Index index) => tokens =>
            tokens.Count > 0 && SignedToken.IsSignedWith(tokens[index.GetOffset(tokens.Count)], plan.LastSecret);
    }

    /// <summary>Returns ports that are currently free.</summary>
    private static int[] FreePorts(int count)
    {
        var listeners = Enumerable.Range(0, count).Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToList();
        listeners.ForEach(listener => listener.Start());
        int[] ports = [.. listeners.Select(listener => ((IPEndPoint)listener.LocalEndpoint).Port)];
        listeners.ForEach(listener => listener.Dispose());
        return ports;
    }
}
