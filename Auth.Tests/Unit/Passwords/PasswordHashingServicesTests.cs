using Auth.Application;
using Auth.Application.Passwords;
using Auth.Infrastructure.Passwords;
using Auth.Tests.Unit.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Auth.Tests.Unit.Passwords;

public sealed class PasswordHashingServicesTests
{
    [Test]
    public void The_queue_has_the_configured_settings()
    {
        using var services = Services(new() { WorkFactor = 4, HashingThreads = 3, MaxQueueLength = 17 });
        var settings = services.GetRequiredService<HashingQueue<HashInput>>().Settings;
        Assert.That((settings.Threads, settings.MaxLength, settings.BatchSize), Is.EqualTo((3, 17, 4)));
    }

    [Test]
    public void The_default_number_of_threads_is_the_number_of_processors()
    {
        using var services = Services(new() { WorkFactor = 4 });
        var settings = services.GetRequiredService<HashingQueue<HashInput>>().Settings;
        Assert.That(settings.Threads, Is.EqualTo(Environment.ProcessorCount));
    }

    [Test]
    public void The_default_queue_length_is_fifteen_seconds_of_hashing()
    {
        using var services = Services(new() { WorkFactor = 10 });
        var settings = services.GetRequiredService<HashingQueue<HashInput>>().Settings;
        Assert.That((settings.TimePerHash * settings.MaxLength).TotalSeconds, Is.EqualTo(15).Within(0.2));
    }

    [Test]
    public void The_default_queue_length_is_at_least_a_full_batch_per_thread()
    {
        using var services = Services(new() { WorkFactor = 18, HashingThreads = 2 });
        Assert.That(services.GetRequiredService<HashingQueue<HashInput>>().Settings.MaxLength, Is.GreaterThanOrEqualTo(8));
    }

    [TestCase(0, 16, 24L * 1024, 16, TestName = "Argon2id uses all hashing threads by default")]
    [TestCase(0, 16, 4L * 1024, 4, TestName = "Argon2id uses as many threads as fit into a quarter of the memory")]
    [TestCase(0, 16, 256L, 1, TestName = "Argon2id uses one thread when memory is low")]
    [TestCase(3, 16, 256L, 3, TestName = "Argon2id uses the configured number of threads")]
    [TestCase(3, 2, 24L * 1024, 2, TestName = "Argon2id uses no more threads than there are hashing threads")]
    public void Threads_of_Argon2id(int configured, int threads, long mebibytes, int expected) => Assert.That(
        PasswordHashingServices.Argon2idThreads(configured, threads, mebibytes * 1024 * 1024), Is.EqualTo(expected));

    [Test]
    public async Task Stopping_the_host_waits_for_queued_hashes()
    {
        await using var services = Services(new() { WorkFactor = 8 });
        await using var scope = services.CreateAsyncScope();
        var hash = scope.ServiceProvider.GetRequiredService<IPasswordHasher>().HashAsync("password", CancellationToken.None);
        await services.GetRequiredService<IHostedService>().StopAsync(CancellationToken.None);
        Assert.That(await hash, Does.StartWith("$2b$08$"));
    }

    private static ServiceProvider Services(AuthPasswordOptions passwords) => new ServiceCollection()
        .AddLogging()
        .Configure<AuthOptions>(options => options.Passwords = passwords)
        .AddSingleton(RecordedMetrics.None)
        .AddScoped(_ => new Caller())
        .AddPasswordHashing()
        .BuildServiceProvider(validateScopes: true);
}
