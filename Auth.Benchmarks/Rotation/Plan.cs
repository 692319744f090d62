using System.Security.Cryptography;

namespace Auth.Benchmarks.Rotation;

/// <summary>A sequence of roll-outs, with the initial settings and the final signing secret.</summary>
/// <param name="First">The initial settings of the processes.</param>
/// <param name="RollOuts">The settings of each roll-out.</param>
/// <param name="LastSecret">The secret that signs tokens at the end.</param>
internal sealed record Plan(
    IReadOnlyDictionary<string, string> First,
    IReadOnlyList<(string Name, IReadOnlyDictionary<string, string> Settings)> RollOuts,
    string LastSecret)
{
    private const string Secret = "Auth__Jwt__Secret";
    private const string VerificationSecret = "Auth__Jwt__VerificationSecrets__0";

    /// <summary>A safe rotation: all processes accept the new secret before the first process signs with it.</summary>
    public static Plan Rotation() => Between((old, @new) =>
    [
        ("the new secret verifies", Settings(old, @new)),
        ("the new secret signs", Settings(@new, old)),
    ]);

    /// <summary>Restarts without a change of the secret.</summary>
    public static Plan Restarts()
    {
        var secret = NewSecret();
        return new(Settings(secret), [("restarts", Settings(secret)), ("more restarts", Settings(secret))], secret);
    }

    /// <summary>An unsafe rotation that replaces the secret at once. It proves that the measurement detects failures.</summary>
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
