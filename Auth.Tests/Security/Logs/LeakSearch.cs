namespace Auth.Tests.Security.Logs;

/// <summary>Searches lines for many secrets at once, ignoring case.</summary>
internal sealed class LeakSearch
{
    /// <summary>The minimum length of a secret, in characters.</summary>
    public const int ShortestSecret = 8;

    private readonly Dictionary<string, List<string>> _byBeginning = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Indexes secrets. Ignores those shorter than <see cref="ShortestSecret"/>.</summary>
    public LeakSearch(IEnumerable<string> secrets)
    {
        foreach (var secret in secrets.Where(secret => secret.Length >= ShortestSecret))
        {
            if (!_byBeginning.TryGetValue(secret[..ShortestSecret], out var same))
                _byBeginning.Add(secret[..ShortestSecret], same = []);
            same.Add(secret);
        }
    }

    /// <summary>Returns a secret that a line contains, or null.</summary>
    public string? FindIn(string line)
    {
        var byBeginning = _byBeginning.GetAlternateLookup<ReadOnlySpan<char>>();
        for (var start = 0; start <= line.Length - ShortestSecret; start++)
        {
            var rest = line.AsSpan(start);
            if (!byBeginning.TryGetValue(rest[..ShortestSecret], out var secrets))
                continue;
            foreach (var secret in secrets)
            {
                if (rest.StartsWith(secret, StringComparison.OrdinalIgnoreCase))
                    return secret;
            }
        }

        return null;
    }
}
