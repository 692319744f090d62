namespace Auth.Tests.Security.Logs;

/// <summary>
/// Closes the run: what is not parallel is run when all the rest is done. (A tear-down would be the place for it, but one that
/// fails does not fail the run.)
/// </summary>
[NonParallelizable]
[Order(int.MaxValue)]
public sealed class LogSecrecyTests
{
    [Test]
    public void Nothing_that_the_run_logged_holds_a_password_a_token_a_hash_or_an_address_of_its_tests()
    {
        if (!SuiteLogs.Lines.Any())
            Assert.Ignore("needs other tests beside it, whose logs it reads");

        TestContext.Out.WriteLine($"{SuiteLogs.Lines.Count()} lines, {SuiteSecrets.All.Count} secrets");
        Assert.That(SuiteLogs.Leaks(), Is.Empty);
    }
}
