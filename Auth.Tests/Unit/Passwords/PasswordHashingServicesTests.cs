using Auth.Application;
using Auth.Application.Passwords;
using Auth.Infrastructure.Passwords;
using Auth.Tests.Unit.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Auth.Tests.Unit.Passwords;

public sealed class PasswordHashingServicesTests
{
    [Test]
    public void The_hasher_is_the_registered_one()
    {
        using var services = Services(new() { WorkFactor = 4 });
        Assert.That(services.GetRequiredService<IPasswordHasher>(), Is.SameAs(services.GetRequiredService<PasswordHasher>()));
    }

    [Test]
    public void The_settings_make_the_queue()
    {
        using var services = Services(new() { WorkFactor = 4, HashingThreads = 3, MaxQueueLength = 17 });
        var settings = services.GetRequiredService<HashingQueue<BCryptInput>>().Settings;
        Assert.That((settings.Threads, settings.MaxLength, settings.BatchSize), Is.EqualTo((3, 17, 4)));
    }

    [Test]
    public void There_are_as_many_threads_as_processors_unless_set()
    {
        using var services = Services(new() { WorkFactor = 4 });
        var settings = services.GetRequiredService<HashingQueue<BCryptInput>>().Settings;
        Assert.That(settings.Threads, Is.EqualTo(Environment.ProcessorCount));
    }

    [Test]
    public void As_many_wait_as_are_done_in_five_seconds_unless_set()
    {
        using var services = Services(new() { WorkFactor = 10 });
        var settings = services.GetRequiredService<HashingQueue<BCryptInput>>().Settings;
        Assert.That((settings.TimePerHash * settings.MaxLength).TotalSeconds, Is.EqualTo(5).Within(0.2));
    }

    [Test]
    public void Every_thread_has_a_full_batch_to_wait_for_at_any_work_factor()
    {
        using var services = Services(new() { WorkFactor = 18, HashingThreads = 2 });
        Assert.That(services.GetRequiredService<HashingQueue<BCryptInput>>().Settings.MaxLength, Is.GreaterThanOrEqualTo(8));
    }

    [Test]
    public async Task The_end_of_the_host_waits_for_what_is_queued()
    {
        await using var services = Services(new() { WorkFactor = 8 });
        var hash = services.GetRequiredService<IPasswordHasher>().HashAsync("password", CancellationToken.None);
        await services.GetRequiredService<IHostedService>().StopAsync(CancellationToken.None);
        Assert.That(await hash, Does.StartWith("$2b$08$"));
    }

    private static ServiceProvider Services(PasswordOptions passwords) => new ServiceCollection()
        .AddLogging()
        .Configure<AuthOptions>(options => options.Passwords = passwords)
        .AddSingleton(RecordedMetrics.None)
        .AddPasswordHashing()
        .BuildServiceProvider(validateScopes: true);
}
