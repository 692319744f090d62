using System.Globalization;
using Auth.Benchmarks;
using Auth.Benchmarks.Import;
using Auth.Benchmarks.Rotation;
using Auth.Benchmarks.Service;
using Auth.Benchmarks.Users;

// Formats the tables independently of the locale.
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;

return args switch
{
    ["hashing"] => HashingBenchmark.Run(workFactor: 12),
    ["hashing", var workFactor] when int.TryParse(workFactor, out var number) => HashingBenchmark.Run(number),
    ["argon2id", .. var rest] when Arguments.TryParse(rest, ["--rounds"], [], out var arguments) =>
        Argon2idBenchmark.Run(arguments.Number("--rounds", otherwise: 15)),
    ["agreement"] => Agreement.Run(),
    ["service", .. var rest] when Arguments.TryParse(rest, ["--seconds", "--rounds"], [], out var arguments) =>
        await Stoppable.RunAsync(stop => ServiceBenchmark.RunAsync(
            arguments.Number("--rounds", otherwise: 5),
            TimeSpan.FromSeconds(arguments.Number("--seconds", otherwise: 10)), stop)),
    ["me", .. var rest] when Arguments.TryParse(rest, ["--seconds", "--rounds"], [], out var arguments, "--postgresql", "--redis") =>
        await Stoppable.RunAsync(stop => MeBenchmark.RunAsync(
            arguments.Number("--rounds", otherwise: 15),
            TimeSpan.FromSeconds(arguments.Number("--seconds", otherwise: 2)),
            arguments.Text("--postgresql"), arguments.Text("--redis"), stop)),
    ["slow-clients", .. var rest] when Arguments.TryParse(rest, ["--seconds", "--rounds"], [], out var arguments) =>
        await Stoppable.RunAsync(stop => SlowClientsBenchmark.RunAsync(
            arguments.Number("--rounds", otherwise: 3),
            TimeSpan.FromSeconds(arguments.Number("--seconds", otherwise: 20)), stop)),
    ["first-logins", .. var rest] when Arguments.TryParse(rest, ["--users"], [], out var arguments) =>
        await Stoppable.RunAsync(stop => FirstLoginsBenchmark.RunAsync(arguments.Number("--users", otherwise: 150), stop)),
    ["fairness"] => await Stoppable.RunAsync(FairnessBenchmark.RunAsync),
    ["users", .. var rest] when Arguments.TryParse(rest, ["--repeats"], ["--plans"], out var arguments) =>
        await Stoppable.RunAsync(stop => UsersBenchmark.RunAsync(
            arguments.Number("--repeats", otherwise: 500), arguments.Has("--plans"), stop)),
    ["import", .. var rest] when Arguments.TryParse(rest, ["--users"], [], out var arguments) =>
        await Stoppable.RunAsync(stop => ImportBenchmark.RunAsync(arguments.Number("--users", otherwise: 1_000_000), stop)),
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
          hashing [WORKFACTOR]  hashes per second on one core, compared with the C library's bcrypt
          argon2id [--rounds N] the time of a hash with the parameters of fastapi-users, compared with libargon2
          agreement             random passwords, hashed by Auth and by other implementations
          service [--seconds N] [--rounds N]
                                the published service under load by wrk, compared with the C library's bcrypt
          me [--seconds N] [--rounds N] [--postgresql CONNECTION] [--redis CONNECTION]
                                reads of the current user by a token of each strategy, and a constant response, on SQLite, or on
                                PostgreSQL in a new database; Redis is the store of the strategy Redis
          slow-clients [--seconds N] [--rounds N]
                                reads of the current user while 200 clients drip headers and bodies, and the time until
                                these are disconnected
          fairness              logins of other clients while 150 connections of one address change or guess passwords,
                                and 150 concurrent logins of users with Argon2id hashes
          first-logins [--users N]
                                concurrent first logins of imported users with the Argon2id hashes of fastapi-users, and the
                                replacement of these hashes
          users [--repeats N] [--plans]
                                a page of the user list with a thousand and with a million users
          import [--users N]    an import of a million users from SQLite to SQLite, and of a tenth of them
          rotation [--seconds N] [--restarts | --careless]
                                a rotation of the secret of two processes behind haproxy, under load; with --restarts,
                                restarts only; with --careless, a replacement without an overlap
        """);
    return 2;
}
