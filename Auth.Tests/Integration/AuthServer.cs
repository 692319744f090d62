using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using Auth.Application;
using Auth.Application.Backends.Jwt;
using Auth.Application.Events;
using Auth.Application.Mail;
using Auth.Application.Users;
using Auth.Domain.Mail;
using Auth.Domain.Users;
using Auth.Tests.Security.Logs;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Auth.Tests.Integration;

/// <summary>The real service on Kestrel with its own database and pickup folder.</summary>
internal sealed class AuthServer : IAsyncDisposable
{
    public const string Secret = "a-secret-of-the-tests-0123456789abcdef";
    public const string Password = "correct-horse-9";

    // Only a failing test waits this long.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    private readonly WebApplicationFactory<Program> _factory;
    private readonly DirectoryInfo _folder;
    private readonly TestDatabase _database;
    private readonly bool _ownsFolder;

    private AuthServer(WebApplicationFactory<Program> factory, DirectoryInfo folder, TestDatabase database, bool ownsFolder)
    {
        (_factory, _folder, _database, _ownsFolder) = (factory, folder, database, ownsFolder);
        var address = factory.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>();
        var sockets = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false };
        Client = new HttpClient(new SecretsOfRequests(sockets))
        {
            BaseAddress = new Uri(address.Addresses.Single()),
        };
    }

    /// <summary>A client that sends no token.</summary>
    public HttpClient Client { get; }

    public IServiceProvider Services => _factory.Services;

    /// <summary>The folder of the server's files.</summary>
    public string Folder => _folder.FullName;

    public string PickupFolder => Path.Combine(_folder.FullName, "mail");

    /// <summary>Starts a server. The given settings override the test defaults: a low work factor, an empty database.</summary>
    public static async Task<AuthServer> StartAsync(
        DatabaseEngine engine = DatabaseEngine.Sqlite,
        IReadOnlyDictionary<string, string>? settings = null,
        Action<IServiceCollection>? services = null)
    {
        var folder = Directory.CreateTempSubdirectory("auth-tests-");
        return Start(folder, await TestDatabase.CreateAsync(engine, folder.FullName), ownsFolder: true, settings, services);
    }

    /// <summary>Starts another server on this database with the same secret. Dispose it before this one.</summary>
    public AuthServer StartAnother(
        IReadOnlyDictionary<string, string>? settings = null, Action<IServiceCollection>? services = null) =>
        Start(_folder, _database, ownsFolder: false, settings, services);

    private static AuthServer Start(
        DirectoryInfo folder,
        TestDatabase database,
        bool ownsFolder,
        IReadOnlyDictionary<string, string>? settings,
        Action<IServiceCollection>? services)
    {
        var factory = new WebApplicationFactory<Program>().WithWebHostBuilder(host =>
        {
            host.UseEnvironment("Production");
            host.UseUrls("http://127.0.0.1:0");
            host.UseSetting("Auth:Jwt:Secret", Secret);
            host.UseSetting("Auth:Passwords:WorkFactor", "4");
            host.UseSetting("Auth:Database:Provider", $"{database.Engine}");
            host.UseSetting("Auth:Database:ConnectionString", database.ConnectionString);
            host.UseSetting("Auth:Database:MigrateOnStart", "true");
            host.UseSetting("Auth:Email:PickupFolder", Path.Combine(folder.FullName, "mail"));

            // No load balancer needs time to notice the shutdown.
            host.UseSetting("Auth:Shutdown:DrainSeconds", "0");

            // All tests call from the same address.
            host.UseSetting("Auth:RateLimits:Enabled", "false");
            foreach (var (name, value) in settings ?? new Dictionary<string, string>())
                host.UseSetting(name, value);
            host.ConfigureLogging(logging => logging.ClearProviders().AddProvider(new SuiteLogs()));
            host.ConfigureServices(collection => collection.AddSingleton<IAccountEventListener, SecretsOfUsers>());
            host.ConfigureServices(collection => services?.Invoke(collection));
        });
        factory.UseKestrel();
        factory.StartServer();
        return new AuthServer(factory, folder, database, ownsFolder);
    }

    /// <summary>Returns an address that no other test uses.</summary>
    public static string NewEmail() => $"{Guid.NewGuid():N}@example.com";

    /// <summary>Registers a user in the given state.</summary>
    public async Task<User> CreateUserAsync(
        string? email = null, bool active = true, bool verified = false, bool superuser = false, string? name = "Nick")
    {
        Assert.That(EmailAddress.TryParse(email ?? NewEmail(), out var address, out _));
        await using var scope = Services.CreateAsyncScope();
        var properties = new UserChanges
        {
            ChangesName = true,
            Name = name,
            IsActive = active,
            IsVerified = verified,
            IsSuperuser = superuser,
        };
        var registered = await scope.ServiceProvider.GetRequiredService<UserRegistrar>()
            .RegisterAsync(address!, Password, properties, default);
        Assert.That(registered.Error, Is.Null);
        return registered.Value!;
    }

    /// <summary>Changes a stored user.</summary>
    public async Task UpdateUserAsync(User user, Action<User> change)
    {
        await using var scope = Services.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<IUserRepository>();
        await scope.ServiceProvider.GetRequiredService<IUnitOfWork>().ExecuteAsync(
            token => users.UpdateAsync(user.Id, Change, token), default);

        bool Change(User stored)
        {
            change(stored);
            return true;
        }
    }

    /// <summary>Returns a stored user; null if deleted.</summary>
    public async Task<User?> FindUserAsync(User user)
    {
        await using var scope = Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<IUserRepository>().FindAsync(user.Id, default);
    }

    /// <summary>Deletes a stored user.</summary>
    public async Task DeleteUserAsync(User user)
    {
        await using var scope = Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<IUserRepository>().DeleteAsync(user.Id, default);
    }

    /// <summary>Sends the pending mails, and waits for those that the server is sending.</summary>
    public async Task SendMailAsync()
    {
        await using var scope = Services.CreateAsyncScope();
        var outbox = scope.ServiceProvider.GetRequiredService<IMailOutbox>();
        var worker = Services.GetRequiredService<MailWorker>();
        var waiting = Stopwatch.StartNew();
        while (await worker.SendDueAsync(includeRetries: true, default) || await outbox.CountAsync(limit: 1, default) > 0)
        {
            Assert.That(waiting.Elapsed, Is.LessThan(Patience), "The outbox is not empty.");
            await Task.Delay(Pause);
        }
    }

    /// <summary>Returns an access token of a user without a session.</summary>
    public Task<string> TokenOfAsync(User user)
    {
        var jwt = Services.GetRequiredService<IOptions<AuthOptions>>().Value.Jwt;
        return Task.FromResult(Services.GetRequiredService<JwtCodec>().Write(
            user.Id, jwt.Audience, TimeSpan.FromSeconds(jwt.LifetimeSeconds), claims: []));
    }

    /// <summary>Sends a request with an optional token and an optional JSON body.</summary>
    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string? token = null, object? json = null)
    {
        using var request = new HttpRequestMessage(method, path);
        if (token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        if (json is not null)
            request.Content = JsonContent.Create(json);
        return await Client.SendAsync(request);
    }

    /// <summary>Sends a request with a body unchanged, without a content type if it is null.</summary>
    public async Task<HttpResponseMessage> SendTextAsync(
        HttpMethod method, string path, string body, string? contentType = "application/json", string? token = null) =>
        await SendBytesAsync(method, path, Encoding.UTF8.GetBytes(body), contentType, token);

    /// <summary>Sends a request with a body unchanged, without a content type if it is null.</summary>
    public async Task<HttpResponseMessage> SendBytesAsync(
        HttpMethod method, string path, byte[] body, string? contentType = "application/json", string? token = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = new ByteArrayContent(body) };
        if (contentType is not null)
            request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        if (token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return await Client.SendAsync(request);
    }

    /// <summary>Sends the head of a request unchanged as Latin-1 over its own connection.</summary>
    /// <param name="head">The request line and headers without <c>Host</c>, separated by CR LF.</param>
    /// <returns>The whole response.</returns>
    public async Task<string> SendHeadAsync(string head)
    {
        using var connection = new TcpClient();
        await connection.ConnectAsync(Client.BaseAddress!.Host, Client.BaseAddress.Port);
        await using var stream = connection.GetStream();
        foreach (var line in head.Split("\r\n").Where(line => line.StartsWith("Authorization: ", StringComparison.OrdinalIgnoreCase)))
            SecretsOfRequests.NoteAuthorization(line);
        await stream.WriteAsync(Encoding.Latin1.GetBytes($"{head}\r\nHost: localhost\r\nConnection: close\r\n\r\n"));
        using var reader = new StreamReader(stream, Encoding.Latin1);
        return await reader.ReadToEndAsync();
    }

    /// <summary>Sends the login form.</summary>
    public async Task<HttpResponseMessage> LoginAsync(string email, string password)
    {
        using var form = new FormUrlEncodedContent(
            new Dictionary<string, string> { ["username"] = email, ["password"] = password });
        return await Client.PostAsync("/api/token/login", form);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _factory.DisposeAsync();
        SecretsOfUsers.NoteMails(PickupFolder);
        if (_ownsFolder && Directory.Exists(Folder))
            _folder.Delete(recursive: true);
    }
}
