using Auth.Application.Backends.Jwt;
using Auth.Tests.Integration;
using Auth.Tests.Unit.Backends;

namespace Auth.Tests.Security;

public sealed class KeyForgeryTests
{
    private static IEnumerable<Forgery> All =>
        KeyForgeries.All.Concat(Forgeries.WithoutTheSecret).Concat(Forgeries.WithTheSecret);

    [TestCaseSource(nameof(All))]
    public async Task A_forged_token_is_refused_when_keys_are_asymmetric(Forgery forgery)
    {
        var victim = await Victim.CreateAsync(await ServerAsync());

        var token = forgery.Make(TokenReader.Access.ClaimsFor(victim.User, victim.Tokens.SessionId).ToString());

        Assert.That(await TokenReader.Access.SendAsync(victim.Server, token), Is.EqualTo(TokenReader.Access.Refusal()));
    }

    [Test]
    public async Task The_same_claims_with_a_valid_signature_are_accepted([Values] JwtAlgorithm algorithm)
    {
        var victim = await Victim.CreateAsync(await ServerAsync());

        var token = SomeKey.For(algorithm).Sign(TokenReader.Access.ClaimsFor(victim.User, victim.Tokens.SessionId).ToString());

        Assert.That(await TokenReader.Access.SendAsync(victim.Server, token), Is.EqualTo("200"));
    }

    [Test]
    public async Task A_mail_token_signed_with_a_key_is_refused(
        [Values(TokenReader.Verify, TokenReader.Reset)] TokenReader reader, [Values] JwtAlgorithm algorithm)
    {
        var victim = await Victim.CreateAsync(await ServerAsync());
        var before = await victim.StoredAsync();

        var token = SomeKey.For(algorithm).Sign(reader.ClaimsFor(victim.User, victim.Tokens.SessionId).ToString());

        Assert.That(await reader.SendAsync(victim.Server, token), Is.EqualTo(reader.Refusal()));
        Assert.That(await victim.StoredAsync(), Is.EqualTo(before));
    }

    [TestCase(TokenReader.Refresh)]
    [TestCase(TokenReader.Verify)]
    [TestCase(TokenReader.Reset)]
    public async Task An_access_token_signed_with_a_key_is_refused_for_another_purpose(TokenReader reader)
    {
        var victim = await Victim.CreateAsync(await ServerAsync());
        var before = await victim.StoredAsync();

        Assert.That(await reader.SendAsync(victim.Server, victim.Tokens.Access), Is.EqualTo(reader.Refusal()));
        Assert.That(await victim.StoredAsync(), Is.EqualTo(before));
    }

    [TestCase(TokenReader.Access, "200")]
    [TestCase(TokenReader.Verify, "200")]
    [TestCase(TokenReader.Reset, "200")]
    public async Task A_token_signed_with_the_secret_is_accepted_alongside_keys(TokenReader reader, string summary)
    {
        var victim = await Victim.CreateAsync(await ServerAsync());

        var token = reader.ClaimsFor(victim.User, victim.Tokens.SessionId).Sign();

        Assert.That(await reader.SendAsync(victim.Server, token), Is.EqualTo(summary));
    }

    [TestCase(TokenReader.Verify)]
    [TestCase(TokenReader.Reset)]
    public async Task A_mail_token_is_refused_as_an_access_token_alongside_keys(TokenReader reader)
    {
        var victim = await Victim.CreateAsync(await ServerAsync());

        var token = reader.ClaimsFor(victim.User, victim.Tokens.SessionId).Sign();

        Assert.That(await TokenReader.Access.SendAsync(victim.Server, token), Is.EqualTo(TokenReader.Access.Refusal()));
    }

    private static Task<AuthServer> ServerAsync() => SharedServers.SqliteAsync(KeyForgeries.Settings);
}
