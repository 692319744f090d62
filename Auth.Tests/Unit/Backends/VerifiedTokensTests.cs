using Auth.Application.Backends.Jwt;

namespace Auth.Tests.Unit.Backends;

public sealed class VerifiedTokensTests
{
    [TestCase(-1, true)]
    [TestCase(0, false)]
    public void An_unused_token_is_cached_for_five_minutes_regardless_of_clock_changes(int seconds, bool kept)
    {
        var time = new JumpingClock();
        using var tokens = new VerifiedTokens(time);
        tokens.Keep("a token", JwtClaims.Parse("{}"u8.ToArray())!);

        time.Jump(-TimeSpan.FromDays(3));
        time.Advance(TimeSpan.FromMinutes(5) + TimeSpan.FromSeconds(seconds));

        Assert.That(tokens.Find("a token"), kept ? Is.Not.Null : Is.Null);
    }
}
