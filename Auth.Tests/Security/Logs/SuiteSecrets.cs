using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Auth.Tests.Security.Logs;

/// <summary>
/// The passwords, tokens, hashes and addresses that the tests of this run have used, in the forms in which a log may hold them.
/// What also occurs by chance is left out: short texts, and passwords that are a plain word or a row of digits.
/// </summary>
internal static partial class SuiteSecrets
{
    private const int ShortestToken = 20;

    private static readonly ConcurrentDictionary<string, bool> Values = new();

    public static ICollection<string> All => Values.Keys;

    public static bool Contains(string secret) => Values.ContainsKey(secret);

    /// <summary>Notes a password if it is longer than seven characters, of two kinds at least.</summary>
    public static void AddPassword(string password)
    {
        bool[] kinds = [password.Any(char.IsLetter), password.Any(char.IsDigit), !password.All(char.IsLetterOrDigit)];
        if (password.Length >= LeakSearch.ShortestSecret && kinds.Count(kind => kind) > 1)
            Add(password);
    }

    /// <summary>Notes a token or a hash. Of a token in parts, the secret parts are noted too; of every one its SHA-256.</summary>
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

    /// <summary>Notes every full e-mail address in a text.</summary>
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
