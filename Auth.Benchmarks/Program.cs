using Auth.Benchmarks;

return args switch
{
    ["hashing"] => HashingBenchmark.Run(workFactor: 12),
    ["hashing", var workFactor] when int.TryParse(workFactor, out var number) => HashingBenchmark.Run(number),
    ["agreement"] => Agreement.Run(),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("""
        usage: dotnet run -c Release --project Auth.Benchmarks -- VERB
          hashing [WORKFACTOR]  hashes per second on one core, beside the C library's bcrypt
          agreement             random passwords, hashed here and by other implementations
        """);
    return 2;
}
