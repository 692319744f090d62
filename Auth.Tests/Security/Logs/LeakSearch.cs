namespace Auth.Tests.Security.Logs;

/// <summary>Finds secrets in lines, many in many, without regard to case.</summary>
internal sealed class LeakSearch
{
    /// <summary>The shortest secret that is looked for, in characters.</summary>
    public const int ShortestSecret = 8;

    private readonly Dictionary<string, List<string>> _byBeginning = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Prepares to look for secrets; shorter ones than <see cref="ShortestSecret"/> are left out.</summary>
    public LeakSearch(IEnumerable<string> secrets)
    {
        foreach (var secret in secrets.Where(secret => secret.Length >= ShortestSecret))
        {
            if (!_byBeginning.TryGetValue(secret[..ShortestSecret], out var same))
                _byBeginning.Add(secret[..ShortestSecret], same = []);
            same.Add(secret);
        }
    }

    /// <summary>A secret that a line holds; null when it holds none.</summary>
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
