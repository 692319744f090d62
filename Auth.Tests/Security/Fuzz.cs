namespace Auth.Tests.Security;

/// <summary>Generates malformed requests, the same ones for the same seed.</summary>
internal sealed class Fuzz(int seed, string token)
{
    private static readonly string[] Routes =
    [
        "POST /api/token/login", "POST /api/token/refresh", "POST /api/token/revoke", "POST /api/token/logout",
        "POST /api/auth/register", "POST /api/auth/verify", "POST /api/auth/request-verify-token",
        "POST /api/auth/forgot-password", "POST /api/auth/reset-password", "GET /api/users/me", "PATCH /api/users/me",
        "GET /api/users", "GET /api/users/11111111-1111-4111-8111-111111111111", "GET /api/audit-events", "GET /api/sessions",
        "GET /health/ready", "OPTIONS /api/users/me",
    ];

    private static readonly string[] Paths =
    [
        "", "?", "?limit=-1", "?limit=99999999999999999999", "?email=%", "?email=%zz%00", "?after=%ED%A0%80", "?x[]=1&x[0].y=2",
        "/%2e%2e/", "/%00", "/%ff%fe", "//", "?is_active=maybe&is_active=1", "?email=" + "%F0%9F%98%80",
    ];

    private static readonly string[] Charsets =
    [
        "utf-7", "utf-8", "utf-16", "utf-32", "UTF-7", "\"utf-7\"", "iso-8859-1", "us-ascii", "ibm437", "x-mac", "", "\"", "0",
        "unicodeFFFE", "utf-8;charset=utf-7", "\u00ff",
    ];

    private static readonly string[] Types =
    [
        "application/x-www-form-urlencoded", "application/json", "multipart/form-data; boundary=x", "multipart/form-data",
        "multipart/form-data; boundary=", "multipart/form-data; boundary=\"\"", "multipart/mixed; boundary=x", "text/plain", ";", "/",
        "application/x-www-form-urlencoded;;", "application/vnd.a+json",
    ];

    private static readonly string[] Forms =
    [
        "", "&", "=", "%", "a=%", "username=%zz&password=%u0041", "username=%00&password=%ff%fe", "grant_type=password&username=a&password=b",
        "username=%ED%A0%80&password=%F4%90%80%80", "username[]=a&password.x=b&username[0]=c", "__proto__=1&username=a&password=b",
        "refresh_token=a&grant_type=refresh_token", "token=%C0%AF",
    ];

    private static readonly string[] Json =
    [
        "{}", "[]", "null", "{", "\"\\ud800\"", "{\"email\":\"a\\ud800@b.c\",\"password\":\"\\u0000\"}", "{\"email\":{\"a\":[1e999]}}",
        "{\"email\":\"a@example.com\",\"password\":\"12345678\",\"name\":\"\\udfff\"}", "1e400", "{\"\\ud800\":1}", "\u00ff\u00fe", "{\"email\":1}",
        "{\"email\":\"a@xn--a.example\",\"password\":\"12345678\"}", "{\"token\":\"a.b.c\",\"password\":\"12345678\"}",
        "{\"email\":\"a@b.c\",\"email\":null}",
    ];

    private static readonly string[] Sections =
    [
        "Content-Disposition: form-data; name=\"username\"", "Content-Disposition: form-data; name*=utf-7''a",
        "Content-Disposition: form-data; name=\"password\"\r\nContent-Type: text/plain; charset=utf-7",
        "Content-Disposition: form-data; name=\"password\"; filename=\"a\"\r\nContent-Type: text/plain; charset=utf-7",
        "Content-Disposition: form-data; name=\"=?utf-7?B?YQ==?=\"", "Content-Disposition: x", "Content-Disposition:", "X", "",
        "Content-Disposition: form-data; name=\"\u00ff\"; filename*=utf-8''%ff", "Content-Transfer-Encoding: base64",
        "Content-Type: multipart/mixed; boundary=x",
    ];

    private static readonly string[] ChunkSizes =
    [
        "FFFFFFFFFFFFFFFFF", "FFFFFFFFFFFFFFFF", "7FFFFFFFFFFFFFFF", "80000000", "-1", "0x5", "", " 5", "5 ", "5;a=b", "5;", "5;\"", "g",
        "00000000000000000005",
    ];

    private static readonly string[] Headers =
    [
        "Transfer-Encoding: gzip, chunked", "Transfer-Encoding: identity", "Transfer-Encoding: chunked, chunked",
        "Content-Length: -1", "Content-Length: 99999999999999999999", "Content-Length: 5, 5", "Expect: 100-continue", "Expect: 200-ok",
        "Content-Encoding: gzip", "Accept: ;;", "Accept: text/html;q=2", "Accept-Charset: utf-7", "Authorization: Bearer \u00ff",
        "Authorization: Bearer a.b.c", "Cookie: =;;", "Origin: \u00ff", "X-Forwarded-For: \u00ff, ::::", "Forwarded: for=\"",
        "traceparent: 00-0-0-0", "baggage: \u00ff=%zz", "Upgrade: h2c\r\nConnection: Upgrade, HTTP2-Settings\r\nHTTP2-Settings: a",
        "Connection: Upgrade\r\nUpgrade: websocket", "Range: bytes=0-", "If-Modified-Since: a", "Access-Control-Request-Method: \u00ff",
    ];

#pragma warning disable CA5394 // The requests must be reproducible.
    private readonly Random _random = new(seed);

    /// <summary>Returns the next request. Each character is one byte.</summary>
    public string Next()
    {
        var route = Pick(Routes) + (Chance(4) ? Pick(Paths) : "");
        var body = Body();
        var type = Pick(Types) + (Chance(2) ? "; charset=" + Pick(Charsets) : "");
        var head = $"{route} HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Type: {type}\r\n";
        if (Chance(2))
            head += $"Authorization: Bearer {token}\r\n";
        for (var extra = _random.Next(3); extra > 0; extra--)
            head += Pick(Headers) + "\r\n";
        return Chance(3)
            ? $"{head}Transfer-Encoding: chunked\r\n\r\n{Chunked(body)}"
            : $"{head}Content-Length: {body.Length + (Chance(8) ? 5 : 0)}\r\n\r\n{body}";
    }

    private string Body() => _random.Next(4) switch
    {
        0 => Pick(Forms),
        1 => Pick(Json),
        2 => $"--x\r\n{Pick(Sections)}\r\n\r\n{Pick(Forms)}\r\n--x\r\n{Pick(Sections)}\r\n\r\n\u00ff\r\n--x--\r\n",
        _ => Noise(Pick(Chance(2) ? Json : Forms)),
    };

    private string Noise(string text)
    {
        var letters = text.ToCharArray();
        for (var change = 0; change < 3 && letters.Length > 0; change++)
            letters[_random.Next(letters.Length)] = (char)_random.Next(256);
        return new string(letters);
    }

    private string Chunked(string body) => Chance(2)
        ? $"{Pick(ChunkSizes)}\r\n{body}\r\n0\r\n{(Chance(3) ? "Trailer: \u00ff\r\nContent-Length: 5\r\n" : "")}\r\n"
        : $"{body.Length:x}\r\n{body}\r\n0\r\n\r\n";

    private string Pick(string[] from) => from[_random.Next(from.Length)];

    private bool Chance(int oneIn) => _random.Next(oneIn) == 0;
}
