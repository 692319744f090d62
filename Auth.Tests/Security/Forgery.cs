namespace Auth.Tests.Security;

/// <summary>A way to forge a token that must be refused.</summary>
/// <param name="Name">The name of the test case.</param>
/// <param name="Make">Creates the token from the claims in JSON.</param>
public sealed record Forgery(string Name, Func<string, string> Make)
{
    public override string ToString() => Name;
}
