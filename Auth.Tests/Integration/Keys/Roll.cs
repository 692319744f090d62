using Auth.Tests.Unit.Backends;

namespace Auth.Tests.Integration.Keys;

/// <summary>The stages of a key rotation, and servers at different stages.</summary>
internal sealed class Roll : IAsyncDisposable
{
    public const string Old = AuthServer.Secret;
    public const string New = "another-secret-of-the-tests-0123456789";

    /// <summary>Replaces a secret: initial; new secret verifies; new secret signs; old secret removed.</summary>
    public static readonly (string Name, string Value)[][] OfTheSecret =
    [
        [],
        [("Auth:Jwt:VerificationSecrets:0", New)],
        [("Auth:Jwt:Secret", New), ("Auth:Jwt:VerificationSecrets:0", Old)],
        [("Auth:Jwt:Secret", New)],
    ];

    /// <summary>Replaces the secret by a key, and that key by another.</summary>
    public static readonly (string Name, string Value)[][] OfKeys =
    [
        [],
        [("Auth:Jwt:VerificationKeys:0", SomeKey.Es256.PublicPem)],
        [("Auth:Jwt:SigningKey", SomeKey.Es256.PrivatePem)],
        [("Auth:Jwt:SigningKey", SomeKey.Es256.PrivatePem), ("Auth:Jwt:VerificationKeys:0", SomeKey.Rs256.PublicPem)],
        [("Auth:Jwt:SigningKey", SomeKey.Rs256.PrivatePem), ("Auth:Jwt:VerificationKeys:0", SomeKey.Es256.PublicPem)],
        [("Auth:Jwt:SigningKey", SomeKey.Rs256.PrivatePem)],
    ];

    private readonly List<AuthServer> _servers;

    private Roll(List<AuthServer> servers) => _servers = servers;

    /// <summary>One server for each requested stage, on one database.</summary>
    public IReadOnlyList<AuthServer> Servers => _servers;

    /// <summary>Starts a server for each of the given stages, by default all.</summary>
    public static async Task<Roll> StartAsync(
        (string Name, string Value)[][] stages, DatabaseEngine engine = DatabaseEngine.Sqlite, params int[] at)
    {
        var settings = (at.Length == 0 ? stages : at.Select(stage => stages[stage]))
            .Select(stage => stage.ToDictionary(setting => setting.Name, setting => setting.Value)).ToList();
        var servers = new List<AuthServer> { await AuthServer.StartAsync(engine, settings[0]) };
        servers.AddRange(settings.Skip(1).Select(later => servers[0].StartAnother(later)));
        return new(servers);
    }

    /// <summary>Returns the responses of each server to each token, one line per token.</summary>
    public async Task<string> AnswersAsync(IEnumerable<string> tokens, Func<AuthServer, string, Task<string>> ask)
    {
        var lines = new List<string>();
        foreach (var token in tokens)
            lines.Add(string.Join(' ', await Task.WhenAll(_servers.Select(server => ask(server, token)))));
        return string.Join('\n', lines);
    }

    public async ValueTask DisposeAsync()
    {
        // The first server owns the database and is disposed last.
        foreach (var server in Enumerable.Reverse(_servers))
            await server.DisposeAsync();
    }
}
