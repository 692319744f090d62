using System.Globalization;
using Auth.Benchmarks;
using Auth.Benchmarks.Rotation;
using Auth.Benchmarks.Service;
using Auth.Benchmarks.Users;

// The tables are the same wherever they are made.
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;

return args switch
{
    ["hashing"] => HashingBenchmark.Run(workFactor: 12),
    ["hashing", var workFactor] when int.TryParse(workFactor, out var number) => HashingBenchmark.Run(number),
    ["agreement"] => Agreement.Run(),
    ["service", .. var rest] when Arguments.TryParse(rest, ["--seconds", "--rounds"], [], out var arguments) =>
        await Stoppable.RunAsync(stop => ServiceBenchmark.RunAsync(
            arguments.Number("--rounds", otherwise: 5),
            TimeSpan.FromSeconds(arguments.Number("--seconds", otherwise: 10)), stop)),
    ["me", .. var rest] when Arguments.TryParse(rest, ["--seconds", "--rounds"], [], out var arguments) =>
        await Stoppable.RunAsync(stop => MeBenchmark.RunAsync(
            arguments.Number("--rounds", otherwise: 15),
            TimeSpan.FromSeconds(arguments.Number("--seconds", otherwise: 2)), stop)),
    ["slow-clients", .. var rest] when Arguments.TryParse(rest, ["--seconds", "--rounds"], [], out var arguments) =>
        await Stoppable.RunAsync(stop => SlowClientsBenchmark.RunAsync(
            arguments.Number("--rounds", otherwise: 3),
            TimeSpan.FromSeconds(arguments.Number("--seconds", otherwise: 20)), stop)),
    ["fairness"] => await Stoppable.RunAsync(FairnessBenchmark.RunAsync),
    ["users", .. var rest] when Arguments.TryParse(rest, ["--repeats"], ["--plans"], out var arguments) =>
        await Stoppable.RunAsync(stop => UsersBenchmark.RunAsync(
            arguments.Number("--repeats", otherwise: 500), arguments.Has("--plans"), stop)),
    ["rotation", .. var rest] when Arguments.TryParse(rest, ["--seconds"], ["--restarts", "--careless"], out var arguments) =>
        await Stoppable.RunAsync(stop => RotationBenchmark.RunAsync(
            arguments.Has("--careless") ? Plan.Careless : arguments.Has("--restarts") ? Plan.Restarts : Plan.Rotation,
            TimeSpan.FromSeconds(arguments.Number("--seconds", otherwise: 5)), stop)),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("""
        usage: dotnet run -c Release --project Auth.Benchmarks -- VERB
          hashing [WORKFACTOR]  hashes per second on one core, beside the C library's bcrypt
          agreement             random passwords, hashed here and by other implementations
          service [--seconds N] [--rounds N]
                                the published service under the load of wrk, beside the C library's bcrypt
          me [--seconds N] [--rounds N]
                                a read of oneself by a token with a session and by one without, and an answer that does nothing
          slow-clients [--seconds N] [--rounds N]
                                a read of oneself while 200 clients drip headers and bodies, and when they are cut off
          fairness              logins of others while 150 connections of one address change a password or guess one,
                                and 150 logins at once of users with Argon2id hashes
          users [--repeats N] [--plans]
                                a page of the user list, of a thousand and of a million users
          rotation [--seconds N] [--restarts | --careless]
                                another secret for two processes behind haproxy, under load; or the same one, or at once
        """);
    return 2;
}
