namespace Auth.Tests.Browser;

[SetUpFixture]
public sealed class StopChromium
{
    [OneTimeTearDown]
    public Task Stop() => Chromium.StopAsync();
}
