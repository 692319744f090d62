using System.Data.Common;
using Auth.Application.Users.Import;

namespace Auth.Infrastructure.Import;

/// <summary>Reads the URL of a database, in the notation of SQLAlchemy and of the databases' own tools.</summary>
internal static class SourceUrl
{
    private const string Separator = "://";

    /// <summary>Returns the scheme without a driver: <c>postgresql</c> for <c>postgresql+asyncpg</c>; null if the text is no URL.</summary>
    public static string? SchemeOf(string source)
    {
        var end = source.IndexOf(Separator, StringComparison.Ordinal);
        return end <= 0 || source.AsSpan(0, end).ContainsAny('/', '\\') ? null : source[..end].Split('+')[0].ToLowerInvariant();
    }

    /// <summary>Parses a URL. Without a host, it is <c>localhost</c>, or the folder of a socket in the query.</summary>
    /// <exception cref="ImportException">The text is no URL.</exception>
    public static Uri Parse(string source)
    {
        var rest = source[(source.IndexOf(Separator, StringComparison.Ordinal) + Separator.Length)..];
        var end = rest.AsSpan().IndexOfAny('/', '?') is var slash and >= 0 ? slash : rest.Length;
        var authority = rest[..end] is { Length: > 0 } given && !given.EndsWith('@') ? rest[..end] : $"{rest[..end]}localhost";
        return Uri.TryCreate($"{SchemeOf(source)}{Separator}{authority}{rest[end..]}", UriKind.Absolute, out var url)
            ? url
            : throw new ImportException("The URL of the source is invalid. Special characters of a password must be percent-encoded.");
    }

    /// <summary>Sets the host, the port, the account, the database, and the settings of the query.</summary>
    /// <exception cref="ArgumentException">The query contains an unknown setting.</exception>
    public static void Apply(Uri url, DbConnectionStringBuilder settings, int defaultPort)
    {
        settings["Host"] = url.Host;
        settings["Port"] = url.Port > 0 ? url.Port : defaultPort;
        settings["Database"] = Uri.UnescapeDataString(url.AbsolutePath.Trim('/'));
        var account = url.UserInfo.Split(':', 2);
        if (account[0].Length > 0)
            settings["Username"] = Uri.UnescapeDataString(account[0]);
        if (account.Length > 1)
            settings["Password"] = Uri.UnescapeDataString(account[1]);
        foreach (var pair in url.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = pair.Split('=', 2);
            settings[Uri.UnescapeDataString(parts[0])] = Uri.UnescapeDataString(parts.Length > 1 ? parts[1] : "");
        }
    }
}
