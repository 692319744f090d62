using Auth.Domain.Sessions;
using Auth.Domain.Users;

namespace Auth.Tests.Unit.Users;

public sealed class StorableTextTests
{
    [Test]
    public void No_text_stays_no_text() => Assert.That(StorableText.Of(null), Is.Null);

    [Test]
    public void Text_in_any_script_is_unchanged() => Assert.That(StorableText.Of("aé€😀\n"), Is.EqualTo("aé€😀\n"));

    // Not arguments of test cases: the attribute's strings are stored as UTF-8, which has no lone surrogates.
    [Test]
    public void A_NUL_or_lone_surrogate_is_replaced() =>
        Assert.That(StorableText.Of("a\0b\uD83Dc\uDE00d😀"), Is.EqualTo("a\uFFFDb\uFFFDc\uFFFDd😀"));

    [Test]
    public void A_user_agent_that_is_truncated_within_a_surrogate_pair_ends_with_the_replacement_character()
    {
        var session = Session.Open(
            Guid.NewGuid(), new string('x', Session.MaxUserAgentLength - 1) + "😀", null, default, default);

        Assert.That(session.UserAgent, Does.EndWith("x\uFFFD").And.Length.EqualTo(Session.MaxUserAgentLength));
    }
}
