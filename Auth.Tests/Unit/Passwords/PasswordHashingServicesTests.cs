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
    public void The_settings_make_the_queue()
    {
        using var services = Services(new() { WorkFactor = 4, HashingThreads = 3, MaxQueueLength = 17 });
        var settings = services.GetRequiredService<HashingQueue<HashInput>>().Settings;
        Assert.That((settings.Threads, settings.MaxLength, settings.BatchSize), Is.EqualTo((3, 17, 4)));
    }

    [Test]
    public void There_are_as_many_threads_as_processors_unless_set()
    {
        using var services = Services(new() { WorkFactor = 4 });
        var settings = services.GetRequiredService<HashingQueue<HashInput>>().Settings;
        Assert.That(settings.Threads, Is.EqualTo(Environment.ProcessorCount));
    }

    [Test]
    public void As_many_wait_as_are_done_in_fifteen_seconds_unless_set()
    {
        using var services = Services(new() { WorkFactor = 10 });
        var settings = services.GetRequiredService<HashingQueue<HashInput>>().Settings;
        Assert.That((settings.TimePerHash * settings.MaxLength).TotalSeconds, Is.EqualTo(15).Within(0.2));
    }

    [Test]
    public void Every_thread_has_a_full_batch_to_wait_for_at_any_work_factor()
    {
        using var services = Services(new() { WorkFactor = 18, HashingThreads = 2 });
        Assert.That(services.GetRequiredService<HashingQueue<HashInput>>().Settings.MaxLength, Is.GreaterThanOrEqualTo(8));
    }

    [TestCase(0, 16, 24L * 1024, 16, TestName = "As many threads verify Argon2id as there are")]
    [TestCase(0, 16, 4L * 1024, 4, TestName = "No more threads verify Argon2id than fit into a quarter of the memory")]
    [TestCase(0, 16, 256L, 1, TestName = "One thread verifies Argon2id where there is little memory")]
    [TestCase(3, 16, 256L, 3, TestName = "As many threads verify Argon2id as are set")]
    [TestCase(3, 2, 24L * 1024, 2, TestName = "No more threads verify Argon2id than there are")]
    public void Threads_of_Argon2id(int configured, int threads, long mebibytes, int expected) => Assert.That(
        PasswordHashingServices.Argon2idThreads(configured, threads, mebibytes * 1024 * 1024), Is.EqualTo(expected));

    [Test]
    public async Task The_end_of_the_host_waits_for_what_is_queued()
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
        .AddScoped(_ => new CurrentCaller(() => Caller.Unknown))
        .AddPasswordHashing()
        .BuildServiceProvider(validateScopes: true);
}
