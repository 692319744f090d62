namespace Auth.Tests.Security;

/// <summary>A way to make a token that must not be read.</summary>
/// <param name="Name">What it is called in the list of tests.</param>
/// <param name="Make">Makes the token with the claims given as JSON.</param>
public sealed record Forgery(string Name, Func<string, string> Make)
{
    public override string ToString() => Name;
}
