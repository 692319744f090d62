using System.Diagnostics;
using Auth.Application;
using Auth.Application.Passwords;
using Auth.Application.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Auth.Infrastructure.Passwords;

/// <summary>Wires the hashing of passwords.</summary>
internal static class PasswordHashingServices
{
    // For benchmarks: a runtime property that sets how many hashes a thread computes at once.
    private const string BatchSizeProperty = "Auth.Passwords.BatchSize";

    private const int LongestWaitSeconds = 5;

    /// <summary>Adds <see cref="IPasswordHasher"/>, its queues, and the service that drains them with the host.</summary>
    public static IServiceCollection AddPasswordHashing(this IServiceCollection services)
    {
        services.AddSingleton(provider => BCryptQueue(
            provider.GetRequiredService<IOptions<AuthOptions>>().Value.Passwords, provider.GetRequiredService<AuthMetrics>()));
        services.AddSingleton(provider => Argon2idQueue(provider.GetRequiredService<AuthMetrics>()));
        services.AddSingleton<PasswordHasher>();
        services.AddSingleton<IPasswordHasher>(provider => provider.GetRequiredService<PasswordHasher>());
        return services.AddHostedService<PasswordHashingService>();
    }

    private static HashingQueue<BCryptInput> BCryptQueue(PasswordOptions options, AuthMetrics metrics)
    {
        var batchSize = int.TryParse(AppContext.GetData(BatchSizeProperty)?.ToString(), out var size) ? size : EksBlowfish.Lanes;
        var threads = options.HashingThreads > 0 ? options.HashingThreads : Environment.ProcessorCount;
        var timePerHash = Measure(options.WorkFactor) / Math.Min(threads, Environment.ProcessorCount);
        var maxLength = options.MaxQueueLength > 0
            ? options.MaxQueueLength
            : Math.Max(threads * EksBlowfish.Lanes, (int)(TimeSpan.FromSeconds(LongestWaitSeconds) / timePerHash));
        return new(
            new("bcrypt", threads, maxLength, batchSize, timePerHash), input => input.WorkFactor, EksBlowfish.Digest, metrics);
    }

    // One thread, since each may take a quarter of a gigabyte; a hash of fastapi-users' own parameters takes about this long.
    private static HashingQueue<Argon2idInput> Argon2idQueue(AuthMetrics metrics) =>
        new(new("argon2id", Threads: 1, MaxLength: 16, BatchSize: 1, TimeSpan.FromSeconds(0.3)), _ => 0,
            inputs => [inputs[0].Hash.Compute(inputs[0].Password)], metrics);

    // The time that one of four hashes takes, from quick runs at a low work factor: the best of them, since a start is busy.
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
