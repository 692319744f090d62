using System.Net;

namespace Auth.Tests.Integration;

[OnEachDatabase]
public sealed class RegistrationTests(DatabaseEngine engine)
{
    private const int Contenders = 8;

    [Test]
    public async Task A_new_user_has_no_rights_whatever_the_request_asks_for()
    {
        var server = await SharedServers.GetAsync(engine);
        var email = AuthServer.NewEmail();

        using var register = await server.SendAsync(HttpMethod.Post, "/api/auth/register", json: new
        {
            email,
            password = AuthServer.Password,
            name = "Nick",
            is_active = false,
            is_superuser = true,
            is_verified = true,
        });
        var user = await register.JsonAsync();

        Assert.Multiple(() =>
        {
            Assert.That(register.StatusCode, Is.EqualTo(HttpStatusCode.Created));
            Assert.That(user.GetProperty("email").GetString(), Is.EqualTo(email));
            Assert.That(user.GetProperty("name").GetString(), Is.EqualTo("Nick"));
            Assert.That(user.GetProperty("is_active").GetBoolean(), Is.True);
            Assert.That(user.GetProperty("is_superuser").GetBoolean(), Is.False);
            Assert.That(user.GetProperty("is_verified").GetBoolean(), Is.False);
            Assert.That(user.EnumerateObject().Count(), Is.EqualTo(6));
        });
    }

    [Test]
    public async Task One_of_eight_simultaneous_registrations_of_the_same_address_succeeds()
    {
        var server = await SharedServers.GetAsync(engine);
        var body = new { email = AuthServer.NewEmail(), password = AuthServer.Password };

        var answers = await Task.WhenAll(Enumerable.Range(0, Contenders).Select(_ =>
            server.SendAsync(HttpMethod.Post, "/api/auth/register", json: body)));

        Assert.Multiple(() =>
        {
            Assert.That(answers.Count(answer => answer.StatusCode is HttpStatusCode.Created), Is.EqualTo(1));
            Assert.That(answers.Count(answer => answer.StatusCode is HttpStatusCode.BadRequest), Is.EqualTo(Contenders - 1));
        });
    }

    [TestCase("É")]
    [TestCase("é")]
    [TestCase("ı")]
    public async Task An_address_is_compared_case_insensitively_but_otherwise_exactly(string letter)
    {
        var server = await SharedServers.GetAsync(engine);
        var rest = AuthServer.NewEmail();
        await server.CreateUserAsync(email: "é" + rest);

        using var register = await server.SendAsync(
            HttpMethod.Post, "/api/auth/register", json: new { email = letter + rest, password = AuthServer.Password });

        Assert.That((int)register.StatusCode, Is.EqualTo(letter == "ı" ? 201 : 400));
    }

    [Test]
    public async Task An_id_is_a_version_4_uuid()
    {
        var server = await SharedServers.GetAsync(engine);

        var user = await server.CreateUserAsync();

        Assert.That((user.Id.Version, user.Id.Variant >> 2), Is.EqualTo((4, 2)));
    }
}
