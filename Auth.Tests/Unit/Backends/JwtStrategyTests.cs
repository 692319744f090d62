using Auth.Application.Backends;
using Auth.Application.Backends.Jwt;
using Auth.Application.Users.Fields;
using Auth.Domain.Sessions;
using Auth.Domain.Users;
using Microsoft.Extensions.Time.Testing;
using Moq;

namespace Auth.Tests.Unit.Backends;

public sealed class JwtStrategyTests
{
    private const int Lifetime = 900;

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly User _user = SomeUser.Create();
    private readonly Session _session;

    public JwtStrategyTests() =>
        _session = Session.Open(_user.Id, userAgent: null, ipAddress: null, _time.GetUtcNow(), _time.GetUtcNow().AddDays(1));

    [Test]
    public async Task The_header_contains_only_HS256_and_JWT() =>
        Assert.That(HandmadeToken.HeaderOf(Write()), Is.EqualTo(HandmadeToken.Header));

    [Test]
    public async Task The_claims_are_those_that_every_version_of_fastapi_users_reads()
    {
        var claims = HandmadeToken.ClaimsOf(Write());
        var now = _time.GetUtcNow().ToUnixTimeSeconds();

        Assert.Multiple(() =>
        {
            Assert.That(
                claims.EnumerateObject().Select(claim => claim.Name),
                Is.EquivalentTo(["sub", "user_id", "aud", "exp", "iat", "jti", "sid"]));
            Assert.That(claims.GetProperty("sub").GetString(), Is.EqualTo(_user.Id.ToString("D")));
            Assert.That(claims.GetProperty("user_id").GetString(), Is.EqualTo(_user.Id.ToString("D")));
            Assert.That(claims.GetProperty("aud").GetRawText(), Is.EqualTo("""["fastapi-users:auth"]"""));
            Assert.That(claims.GetProperty("exp").GetRawText(), Is.EqualTo($"{now + Lifetime}"));
            Assert.That(claims.GetProperty("iat").GetRawText(), Is.EqualTo($"{now}"));
        });
    }

    [Test]
    public async Task Each_token_has_a_unique_jti()
    {
        var (one, other) = (Write(), Write());

        Assert.That(
            HandmadeToken.ClaimsOf(one).GetProperty("jti").GetString(),
            Is.Not.EqualTo(HandmadeToken.ClaimsOf(other).GetProperty("jti").GetString()));
    }

    [Test]
    public async Task A_token_contains_only_characters_allowed_in_a_bearer_header() =>
        Assert.That(Write(), Does.Match("^[A-Za-z0-9._~+/-]+=*$"));

    [Test]
    public async Task Reading_a_token_returns_its_user()
    {
        var token = Write();

        Assert.That(
            await Strategy(LookupOf(_user)).ReadTokenAsync(token, default), Is.EqualTo(TokenReading.Valid(_user, _session.Id)));
    }

    [Test]
    public async Task A_token_of_a_deleted_user_is_refused()
    {
        var token = Write();

        Assert.That((await Strategy(LookupOf()).ReadTokenAsync(token, default)).User, Is.Null);
    }

    [Test]
    public async Task An_invalid_token_causes_no_database_query()
    {
        var users = LookupOf(_user);

        await Strategy(users).ReadTokenAsync(Write() + "x", default);

        Assert.That(users.Invocations, Is.Empty);
    }

    [TestCase("fastapi-users:auth", true)]
    [TestCase("fastapi-users:verify", false)]
    [TestCase("fastapi-users:reset", false)]
    public async Task A_token_is_accepted_only_with_the_access_audience(string audience, bool good)
    {
        var token = HandmadeToken.Sign(HandmadeToken.Claims(_user.Id, _time.GetUtcNow(), audience));

        var holder = await Strategy(LookupOf(_user)).ReadTokenAsync(token, default);

        Assert.That(holder.User, good ? Is.SameAs(_user) : Is.Null);
    }

    private string Write() => Strategy(LookupOf()).CreateToken(_user, _session).Value;

    private static Mock<IUserLookup> LookupOf(params User[] users)
    {
        var lookup = new Mock<IUserLookup>();
        lookup.Setup(all => all.FindAsync(
                It.IsAny<Guid>(), It.IsAny<Guid?>(), It.IsAny<DateTimeOffset>(), It.IsAny<CancellationToken>()))
            .ReturnsAsync((Guid id, Guid? _, DateTimeOffset _, CancellationToken _) => users.FirstOrDefault(user => user.Id == id));
        return lookup;
    }

    private JwtStrategy Strategy(Mock<IUserLookup> users)
    {
        var settings = Settings.Create(options => options.Jwt.LifetimeSeconds = Lifetime);
        return new(new AuthenticationBackendOptions(), new JwtCodec(settings, _time), users.Object, new UserFields(settings), settings, _time);
    }
}
