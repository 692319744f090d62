using System.Security.Cryptography;

namespace Auth.Benchmarks.Rotation;

/// <summary>Roll-outs, one after the other, and what every process is told to sign with at first and at the end.</summary>
/// <param name="First">The settings that the processes start with.</param>
/// <param name="RollOuts">The settings of each roll-out.</param>
/// <param name="LastSecret">The secret that tokens are signed with in the end.</param>
internal sealed record Plan(
    IReadOnlyDictionary<string, string> First,
    IReadOnlyList<(string Name, IReadOnlyDictionary<string, string> Settings)> RollOuts,
    string LastSecret)
{
    private const string Secret = "Auth__Jwt__Secret";
    private const string VerificationSecret = "Auth__Jwt__VerificationSecrets__0";

    /// <summary>All processes know the new secret before the first one signs with it.</summary>
    public static Plan Rotation() => Between((old, @new) =>
    [
        ("the new secret verifies", Settings(old, @new)),
        ("the new secret signs", Settings(@new, old)),
    ]);

    /// <summary>Restarts alone.</summary>
    public static Plan Restarts()
    {
        var secret = NewSecret();
        return new(Settings(secret), [("restarts", Settings(secret)), ("more restarts", Settings(secret))], secret);
    }

    /// <summary>The secret is replaced at once, as must not be done: it proves that the measurement would see it.</summary>
    public static Plan Careless() => Between((_, @new) =>
    [
        ("the new secret replaces the old one", Settings(@new)),
    ]);

    private static Plan Between(Func<string, string, (string Name, IReadOnlyDictionary<string, string> Settings)[]> rollOuts)
    {
        var (old, @new) = (NewSecret(), NewSecret());
        return new(Settings(old), rollOuts(old, @new), @new);
    }

    private static string NewSecret() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(48));

    private static Dictionary<string, string> Settings(string secret, string? verificationSecret = null)
    {
        var settings = new Dictionary<string, string> { [Secret] = secret };
        if (verificationSecret is not null)
            settings[VerificationSecret] = verificationSecret;
        return settings;
    }
}
