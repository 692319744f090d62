namespace Auth.Tests.Security;

/// <summary>Texts that change the meaning of code that embeds them unescaped. Each is long enough for a password.</summary>
internal static class Injections
{
    public static readonly string[] Texts =
    [
        "' OR '1'='1",
        "'; DROP TABLE users; --",
        "x' UNION SELECT hashed_password FROM users --",
        "1; WAITFOR DELAY '0:0:9' --",
        "\" OR \"\"=\"",
        "%' ESCAPE '!' --_%",
        "*)(uid=*))(|(uid=*",
        "{{7*7}}{{self}}{% debug %}",
        "${7*7}${jndi:ldap://127.0.0.1/a}",
        "#{7*7}<%= 7*7 %>@(7*7)",
        "{0}{1}{100}%s%n%x",
        "line\r\nSet-Cookie: session=1",
        "line\r\n\r\n<html>body",
        "before\0after the NUL",
        "../../../../etc/passwd",
        "..\\..\\..\\windows\\win.ini",
        "%2e%2e%2f%00%0d%0a%c0%af",
        "<script>alert(1)</script>",
        "; cat /etc/passwd | id &",
        "\u202Etxt.exe\u200B\uFEFF\uFFFF",
        "\U0001F469\u200D\U0001F469\u200D\U0001F467 family \U0010FFFF",
    ];

    /// <summary>The texts that an HTTP header can contain.</summary>
    public static readonly string[] HeaderTexts = [.. Texts.Where(text => text.All(letter => letter is >= ' ' and <= '~'))];

    /// <summary>The texts that a login form can contain as a password.</summary>
    public static readonly string[] Passwords = [.. Texts.Where(text => !text.Contains('\0'))];

    /// <summary>Returns a JSON string with every character escaped, so that none is changed in transit.</summary>
    public static string Json(string text) => $"\"{string.Concat(text.Select(letter => $"\\u{(int)letter:x4}"))}\"";
}
