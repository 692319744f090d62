namespace Auth.Application.Tokens;

/// <summary>
/// One of <see cref="JwtOptions.VerificationKeys"/> or <see cref="JwtOptions.VerificationKeyFiles"/>: a key or its file, with
/// <c>PS256:</c>, say, before it where another algorithm is meant than the key itself tells.
/// </summary>
/// <param name="Algorithm">What stands before the colon; null where no algorithm does.</param>
/// <param name="Value">The rest.</param>
public readonly record struct VerificationKeySetting(JwtAlgorithm? Algorithm, string Value)
{
    /// <summary>Takes a setting apart.</summary>
    public static VerificationKeySetting Read(string setting)
    {
        foreach (var algorithm in Enum.GetValues<JwtAlgorithm>())
        {
            if (setting.StartsWith($"{algorithm}:", StringComparison.Ordinal))
                return new(algorithm, setting[$"{algorithm}:".Length..]);
        }

        return new(null, setting);
    }

    /// <summary>The setting, as it is read.</summary>
    public override string ToString() => Algorithm is { } algorithm ? $"{algorithm}:{Value}" : Value;
}
