namespace Auth.Tests.Security.Logs;

/// <summary>
/// Searches the logs of the whole run. Non-parallel tests run after all others. (A tear-down is no alternative: its failure
/// does not fail the run.)
/// </summary>
[NonParallelizable]
[Order(int.MaxValue)]
public sealed class LogSecrecyTests
{
    [Test]
    public void The_logs_of_the_run_contain_no_password_token_hash_or_address()
    {
        if (!SuiteLogs.Lines.Any())
            Assert.Ignore("needs the logs of other tests in the same run");

        TestContext.Out.WriteLine($"{SuiteLogs.Lines.Count()} lines, {SuiteSecrets.All.Count} secrets");
        Assert.That(SuiteLogs.Leaks(), Is.Empty);
    }
}
