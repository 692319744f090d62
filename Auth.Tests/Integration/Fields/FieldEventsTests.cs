using Auth.Tests.Conformance;
using Auth.Tests.Integration.Audit;
using Auth.Tests.Integration.Sessions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Auth.Tests.Integration.Fields;

/// <summary>Tests of the events, logs and tokens of user fields.</summary>
[OnEachDatabase]
public sealed class FieldEventsTests(DatabaseEngine engine)
{
    [Test]
    public async Task A_superusers_change_names_the_changed_fields()
    {
        var server = await FieldServers.GetAsync(engine);
        var user = await server.CreateUserAsync();

        using var own = await server.SendUserAsync(UserRoute.Me, """{"age":5,"nickname":"ada"}""", user: user);
        using var changed = await server.SendUserAsync(
            UserRoute.Other, """{"age":6,"nickname":"ada","name":"Another","role":"admin"}""", user: user);
        using var removed = await server.SendUserAsync(UserRoute.Other, """{"age":null}""", user: user);
        using var same = await server.SendUserAsync(UserRoute.Other, """{"nickname":"ada"}""", user: user);

        Assert.That(await server.TrailNamesAsync(user), Is.EqualTo(["user_updated name,age,role", "user_updated age"]));
    }

    [Test]
    public async Task A_long_list_of_changed_fields_fits_into_the_audit_trail()
    {
        var names = Enumerable.Range(0, 10).Select(i => $"field_with_a_long_name_{i}").ToList();
        await using var server = await AuthServer.StartAsync(engine, FieldServers.Declare([.. names.Select(name => $"Name={name}")])
            .ToDictionary(setting => setting.Name, setting => setting.Value));
        var user = await server.CreateUserAsync();

        using var patch = await server.SendUserAsync(
            UserRoute.Other, $"{{{string.Join(',', names.Select(name => $"\"{name}\":\"x\""))}}}", user: user);

        Assert.That(await patch.SummaryAsync(), Is.EqualTo("200"));
        var detail = (await server.TrailOfAsync(user.Id)).Single().Detail;
        Assert.That(detail, Is.EqualTo($"{string.Join(',', names.Take(5))},...").And.Length.EqualTo(128));
    }

    [Test]
    public async Task Logs_contain_no_values()
    {
        using var logs = new RecordedLogs();
        await using var server = await AuthServer.StartAsync(
            engine,
            FieldServers.Settings.ToDictionary(setting => setting.Name, setting => setting.Value),
            services => services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Debug).AddProvider(logs)));
        var user = await server.CreateUserAsync();

        using var own = await server.SendUserAsync(UserRoute.Me, """{"company":"tell-nobody"}""", user: user);
        using var bySuperuser = await server.SendUserAsync(UserRoute.Other, """{"role":"tell-nobody"}""", user: user);
        using var refused = await server.SendUserAsync(UserRoute.Me, """{"nickname":"TELL-NOBODY"}""", user: user);

        Assert.That(await server.FieldsOfAsync(user), Does.Contain("tell-nobody").And.Contain("role\":\"tell-nobody"));
        Assert.That(logs.Lines, Has.Some.Contain("user_updated").And.None.Contain("tell-nobody").And.None.Contain("TELL-NOBODY"));
    }

    [Test]
    public async Task A_token_contains_the_fields_that_are_declared_so()
    {
        var server = await FieldServers.GetAsync(engine);
        var user = await server.CreateUserAsync();

        var before = Jwt.ClaimsOf((await server.LogInAsync(user)).Access);
        await server.UpdateUserAsync(user, changed => changed.SetFields(
            """{"role":"admin","legacy_id":17,"nickname":"ada"}"""));
        var token = (await server.LogInAsync(user)).Access;
        var after = Jwt.ClaimsOf(token);
        using var me = await server.SendAsync(HttpMethod.Get, "/api/users/me", token);

        Assert.Multiple(async () =>
        {
            Assert.That(before.GetProperty("role").GetString(), Is.EqualTo("member"));
            Assert.That(before.TryGetProperty("legacy_id", out _), Is.False);
            Assert.That(after.GetProperty("role").GetString(), Is.EqualTo("admin"));
            Assert.That(after.GetProperty("legacy_id").GetRawText(), Is.EqualTo("17"));
            Assert.That(after.TryGetProperty("nickname", out _), Is.False);
            Assert.That(await me.SummaryAsync(), Is.EqualTo("200"));
        });
    }

    [Test]
    public async Task A_token_contains_values_of_every_type()
    {
        var types = new[] { "String", "Number", "StringList", "Object" };
        await using var server = await AuthServer.StartAsync(
            engine,
            FieldServers.Declare([.. types.Select(type => $"Name=a_{type} Type={type} InToken=true")])
                .ToDictionary(setting => setting.Name, setting => setting.Value));
        var user = await server.CreateUserAsync();
        await server.UpdateUserAsync(user, changed => changed.SetFields(
            """{"a_String":"é\u0000","a_Number":1.5,"a_StringList":["x","y"],"a_Object":{"a":{"b":[null,true]}}}"""));

        var claims = Jwt.ClaimsOf((await server.LogInAsync(user)).Access);

        Assert.That(
            types.Select(type => claims.GetProperty($"a_{type}").ToString()),
            Is.EqualTo(["é\0", "1.5", """["x","y"]""", """{"a":{"b":[null,true]}}"""]));
    }

    [Test]
    public async Task The_longest_token_fits_into_a_cookie()
    {
        var names = Enumerable.Range(0, 4).Select(i => $"{i}".PadLeft(64, 'x')).ToList();
        await using var server = await AuthServer.StartAsync(
            engine,
            FieldServers.Declare([.. names.Select(name => $"Name={name} InToken=true")])
                .ToDictionary(setting => setting.Name, setting => setting.Value));
        var user = await server.CreateUserAsync();
        using var patch = await server.SendUserAsync(
            UserRoute.Me, $"{{{string.Join(',', names.Select(name => $"\"{name}\":\"{new string('é', 191)}\""))}}}", user: user);

        var token = (await server.LogInAsync(user)).Access;

        // The signature of an RSA key of 4096 bits has 683 characters instead of 43.
        Assert.That(Jwt.ClaimsOf(token).GetProperty(names[3]).GetString(), Is.EqualTo(new string('é', 191)));
        Assert.That(token.Length - 43 + 683, Is.LessThan(4096 - 100));
    }

    [Test]
    public async Task A_refreshed_token_contains_the_new_values_and_none_that_is_too_long()
    {
        var server = await FieldServers.GetAsync(engine);
        var user = await server.CreateUserAsync();
        var tokens = await server.LogInAsync(user);
        await server.UpdateUserAsync(user, changed => changed.SetFields(
            $$"""{"role":"{{new string('a', 600)}}","legacy_id":17}"""));

        var claims = Jwt.ClaimsOf((await server.RefreshAsync(tokens.Refresh)).Access);

        Assert.That((claims.TryGetProperty("role", out _), claims.GetProperty("legacy_id").GetInt32()), Is.EqualTo((false, 17)));
    }
}
