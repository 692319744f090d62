using Auth.Api.Hosting;
using Microsoft.Extensions.Hosting;
using Moq;

namespace Auth.Tests.Unit;

public sealed class DevelopmentSecretTests
{
    private const int Starts = 8;
    private const int Rounds = 200;

    [Test]
    public async Task Services_that_start_at_once_have_the_same_whole_secret()
    {
        for (var round = 0; round < Rounds; round++)
        {
            var folder = Directory.CreateTempSubdirectory("auth-tests-");
            using var together = new Barrier(Starts);
            var secrets = await Task.WhenAll(Enumerable.Range(0, Starts).Select(_ => Task.Factory.StartNew(
                () => Read(folder.FullName, together), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)));
            var files = Directory.GetFiles(Path.Combine(folder.FullName, "data")).Select(Path.GetFileName).ToList();
            folder.Delete(recursive: true);

            Assert.That(secrets.Distinct().Single(), Has.Length.EqualTo(64));
            Assert.That(files, Is.EqualTo(new[] { "development-secret" }));
        }
    }

    private static string Read(string folder, Barrier together)
    {
        var options = new AuthApiOptions();
        var environment = Mock.Of<IHostEnvironment>(host =>
            host.EnvironmentName == Environments.Development && host.ContentRootPath == folder);
        together.SignalAndWait();
        new DevelopmentDefaults(environment).PostConfigure(name: null, options);
        return options.Jwt.Secret!;
    }
}
