using Auth.Tests.Integration;

namespace Auth.Tests;

[SetUpFixture]
public sealed class StopServers
{
    [OneTimeTearDown]
    public async Task Stop()
    {
        await SharedServers.StopAsync();
        await TestDatabase.DeleteTemplateAsync();
        await PostgreSqlServer.StopAsync();
        await SqlServer.StopAsync();
    }
}
