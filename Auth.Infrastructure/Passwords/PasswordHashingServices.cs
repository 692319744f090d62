using System.Diagnostics;
using Auth.Application;
using Auth.Application.Metrics;
using Auth.Application.Passwords;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Auth.Infrastructure.Passwords;

/// <summary>Registers password hashing.</summary>
internal static class PasswordHashingServices
{
    // A runtime property for benchmarks: the number of hashes that a thread computes at once.
    private const string BatchSizeProperty = "Auth.Passwords.BatchSize";

    // The length of the queue in seconds of work. A longer queue delays only the clients that fill it, and clients wait for at
    // most a minute.
    private const int LongestWaitSeconds = 15;

    // The share of the available memory that Argon2id may use.
    private const int MemoryShare = 4;

    /// <summary>Adds <see cref="IPasswordHasher"/>, its queue, and the service that drains it with the host.</summary>
    public static IServiceCollection AddPasswordHashing(this IServiceCollection services)
    {
        services.AddSingleton(provider => Queue(
            provider.GetRequiredService<IOptions<AuthOptions>>().Value.Passwords, provider.GetRequiredService<AuthMetrics>()));
        services.AddSingleton<HashingCount>();
        services.AddSingleton<IPasswordHashFormats, KnownHashFormats>();
        services.AddScoped<IPasswordHasher, QueuedPasswordHasher>();
        return services.AddHostedService<PasswordHashingService>();
    }

    /// <summary>Computes the digests of inputs of one algorithm.</summary>
    internal static byte[][] Compute(IReadOnlyList<HashInput> inputs) => inputs[0] is BCryptInput
        ? EksBlowfish.Digest([.. inputs.Cast<BCryptInput>()])
        : [.. inputs.Cast<Argon2idInput>().Select(input => input.Compute())];

    /// <summary>The maximum number of threads that compute Argon2id concurrently. Each hash takes up to 256 MiB.</summary>
    internal static int Argon2idThreads(int configured, int threads, long availableBytes)
    {
        var fitting = availableBytes / MemoryShare / (1024L * Argon2idHash.MostMemory);
        return (int)Math.Clamp(configured > 0 ? configured : fitting, 1, threads);
    }

    private static HashingQueue<HashInput> Queue(AuthPasswordOptions options, AuthMetrics metrics)
    {
        var batchSize = int.TryParse(AppContext.GetData(BatchSizeProperty)?.ToString(), out var size) ? size : EksBlowfish.Lanes;
        var threads = options.HashingThreads > 0 ? options.HashingThreads : Environment.ProcessorCount;
        var timePerHash = Measure(options.WorkFactor) / Math.Min(threads, Environment.ProcessorCount);
        var maxLength = options.MaxQueueLength > 0
            ? options.MaxQueueLength
            : Math.Max(threads * EksBlowfish.Lanes, (int)(TimeSpan.FromSeconds(LongestWaitSeconds) / timePerHash));
        var argon2id = new HashingGroup("argon2id", WorkFactor: 0, BatchSize: 1,
            Argon2idThreads(options.Argon2idThreads, threads, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes));
        return new(new("passwords", threads, maxLength, batchSize, timePerHash),
            input => input is BCryptInput bcrypt ? new("bcrypt", bcrypt.WorkFactor, batchSize, threads) : argon2id, Compute, metrics);
    }

    // The time per hash in a batch of four. Extrapolated from the fastest of several runs at a low work factor, because the
    // machine is busy at startup.
    private static TimeSpan Measure(int workFactor)
    {
        const int measuredWorkFactor = 7, runs = 4;
        var best = Enumerable.Range(0, runs).Min(_ =>
        {
            var start = Stopwatch.GetTimestamp();
            EksBlowfish.Digest([.. Enumerable.Range(0, EksBlowfish.Lanes)
                .Select(_ => BCryptInput.Create([], new byte[BCryptInput.SaltBytes], measuredWorkFactor))]);
            return Stopwatch.GetElapsedTime(start);
        });
        return best / EksBlowfish.Lanes * Math.Pow(2, workFactor - measuredWorkFactor);
    }
}
