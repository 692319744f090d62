namespace Auth.Application.Tokens;

/// <summary>
/// An item of <see cref="JwtOptions.VerificationKeys"/> or <see cref="JwtOptions.VerificationKeyFiles"/>: a key or the path of
/// its file, with an optional prefix such as <c>PS256:</c> that sets the algorithm.
/// </summary>
/// <param name="Algorithm">The algorithm of the prefix; null without a prefix.</param>
/// <param name="Value">The text without the prefix.</param>
public readonly record struct VerificationKeySetting(JwtAlgorithm? Algorithm, string Value)
{
    /// <summary>Parses a setting.</summary>
    public static VerificationKeySetting Read(string setting)
    {
        foreach (var algorithm in Enum.GetValues<JwtAlgorithm>())
        {
            if (setting.StartsWith($"{algorithm}:", StringComparison.Ordinal))
                return new(algorithm, setting[$"{algorithm}:".Length..]);
        }

        return new(null, setting);
    }

    /// <summary>Returns the setting in the form that <see cref="Read"/> parses.</summary>
    public override string ToString() => Algorithm is { } algorithm ? $"{algorithm}:{Value}" : Value;
}
