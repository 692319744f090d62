using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Auth.Tests.Security.Logs;

/// <summary>
/// The passwords, tokens, hashes and addresses that the tests of the run use, in the forms in which a log may contain them.
/// Short texts, and passwords of only one kind of character, are excluded, because logs contain them by coincidence.
/// </summary>
internal static partial class SuiteSecrets
{
    private const int ShortestToken = 20;

    private static readonly ConcurrentDictionary<string, bool> Values = new();

    public static ICollection<string> All => Values.Keys;

    public static bool Contains(string secret) => Values.ContainsKey(secret);

    /// <summary>Records a password if it has at least eight characters of two kinds.</summary>
    public static void AddPassword(string password)
    {
        bool[] kinds = [password.Any(char.IsLetter), password.Any(char.IsDigit), !password.All(char.IsLetterOrDigit)];
        if (password.Length >= LeakSearch.ShortestSecret && kinds.Count(kind => kind) > 1)
            Add(password);
    }

    /// <summary>Records a token or hash, the secret segments of a JWT, and the SHA-256 hash of the whole.</summary>
    public static void AddToken(string token)
    {
        if (token.Length < ShortestToken)
            return;
        Add(token);
        foreach (var part in token.Split('.').Skip(1).Where(part => part.Length >= ShortestToken))
            Add(part);
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(token));
        Add(Convert.ToHexString(hash));
        Add(Convert.ToBase64String(hash));
    }

    /// <summary>Records every full e-mail address in a text.</summary>
    public static void AddEmails(string text)
    {
        foreach (var email in EmailPattern().Matches(text).Select(match => match.Value))
        {
            if (email.Length >= LeakSearch.ShortestSecret)
                Add(email);
        }
    }

    private static void Add(string secret)
    {
        Values.TryAdd(secret, true);
        if (Uri.EscapeDataString(secret) is var escaped && escaped != secret)
            Values.TryAdd(escaped, true);
    }

    [GeneratedRegex(@"[^\s""'<>(),;:@=&?/\\]+@[^\s""'<>(),;:@=&?/\\]+\.[\p{L}\d]{2,}")]
    private static partial Regex EmailPattern();
}
