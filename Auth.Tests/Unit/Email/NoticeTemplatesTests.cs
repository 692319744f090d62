using Auth.Application.Email;

namespace Auth.Tests.Unit.Email;

[TestFixture(true, false)]
[TestFixture(false, true)]
[TestFixture(true, true)]
public sealed class NoticeTemplatesTests(bool changesEmail, bool changesPassword)
{
    private readonly EmailMessage _notice = NoticeTemplates.Changed(
        "somebody@example.com", changesEmail, changesPassword, new(2026, 3, 1, 9, 5, 0, TimeSpan.Zero));

    [Test]
    public void A_notice_names_what_was_changed()
    {
        Assert.That(
            (_notice.Subject.Contains("e-mail address"), _notice.Subject.Contains("password")),
            Is.EqualTo((changesEmail, changesPassword)));
    }

    [Test]
    public void A_notice_tells_when_and_what_to_do()
    {
        Assert.That((string[])[_notice.Text, _notice.Html],
            Is.All.Contains("1 March 2026 at 09:05 UTC").And.All.Contains("If it was not you"));
    }

    [Test]
    public void A_new_password_is_advised_only_while_the_address_is_the_owners()
    {
        Assert.That(_notice.Text.Contains("choose a new password"), Is.EqualTo(!changesEmail));
    }

    [Test]
    public void A_notice_holds_no_address_no_link_and_no_token()
    {
        Assert.That(_notice.Text + _notice.Html, Does.Not.Match(@"@|https?:|href|eyJ"));
    }
}
