using System.Text.Json;
using Auth.Domain.Users;

namespace Auth.Tests.Integration.Fields;

/// <summary>Servers with user fields of every type and writer.</summary>
internal static class FieldServers
{
    /// <summary>The members that follow those of every user in a response, when the user has no values.</summary>
    public const string Defaults =
        """
        "company":null,"nickname":null,"age":null,"score":1.5,"newsletter":true,"birthdate":null,"tags":null,"settings":null,"role":"member","legacy_id":null}
        """;

    public static readonly (string Name, string Value)[] Settings = [.. Declare(
    [
        "Name=company Type=String Required=true MaxLength=12000",
        "Name=nickname MaxLength=10 Pattern=^[a-z]*$",
        "Name=age Type=Integer",
        "Name=score Type=Number Default=1.5",
        "Name=newsletter Type=Boolean Default=true",
        "Name=birthdate Type=Date",
        "Name=tags Type=StringList MaxLength=5",
        "Name=settings Type=Object",
        "Name=role WritableBy=Superuser Default=member InToken=true MaxLength=20",
        "Name=legacy_id Type=Integer WritableBy=Nobody InToken=true",
    ])];

    /// <summary>Returns the settings that declare fields, each written as <c>Name=… Type=…</c>.</summary>
    public static IEnumerable<(string Name, string Value)> Declare(params string[] fields) =>
        fields.SelectMany((field, index) => field.Split(' ').Select(part => part.Split('=', 2))
            .Select(part => ($"Auth:UserFields:Fields:{index}:{part[0]}", part[1])));

    public static Task<AuthServer> GetAsync(DatabaseEngine engine) => SharedServers.GetAsync(engine, Settings);

    /// <summary>Returns settings as environment variables.</summary>
    public static IEnumerable<(string Name, string Value)> AsEnvironment(IEnumerable<(string Name, string Value)> settings) =>
        settings.Select(setting => (setting.Name.Replace(":", "__", StringComparison.Ordinal), setting.Value));

    /// <summary>Returns the current user as the server responds: the text after the members of every user.</summary>
    public static async Task<string> FieldsOfAsync(this AuthServer server, User user)
    {
        using var answer = await server.SendAsync(HttpMethod.Get, "/api/users/me", await server.TokenOfAsync(user));
        return FieldsIn(await answer.JsonAsync());
    }

    /// <summary>Returns the text of a user after the members of every user.</summary>
    public static string FieldsIn(JsonElement user) =>
        user.GetRawText() is var text ? text[(text.IndexOf("\"is_verified\":", StringComparison.Ordinal))..].Split(',', 2)[1] : "";
}
