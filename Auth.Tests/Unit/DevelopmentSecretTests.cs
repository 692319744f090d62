using Auth.Api.Hosting;
using Microsoft.Extensions.Hosting;
using Moq;

namespace Auth.Tests.Unit;

public sealed class DevelopmentSecretTests
{
    private const int Starts = 8;
    private const int Rounds = 200;

    [Test]
    public async Task Services_started_concurrently_share_one_complete_secret()
    {
        for (var round = 0; round < Rounds; round++)
        {
            var folder = Directory.CreateTempSubdirectory("auth-tests-");
            using var barrier = new Barrier(Starts);
            var secrets = await Task.WhenAll(Enumerable.Range(0, Starts).Select(_ => Task.Factory.StartNew(
                () => Read(folder.FullName, barrier), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)));
            var files = Directory.GetFiles(Path.Combine(folder.FullName, "data")).Select(Path.GetFileName).ToList();
            folder.Delete(recursive: true);

            Assert.That(secrets.Distinct().Single(), Has.Length.EqualTo(64));
            Assert.That(files, Is.EqualTo(new[] { "development-secret" }));
        }
    }

    private static string Read(string folder, Barrier barrier)
    {
        var options = new AuthApiOptions();
        var environment = Mock.Of<IHostEnvironment>(host =>
            host.EnvironmentName == Environments.Development && host.ContentRootPath == folder);
        barrier.SignalAndWait();
        new DevelopmentDefaults(environment).PostConfigure(name: null, options);
        return options.Jwt.Secret!;
    }
}
