using Auth.Application;
using Auth.Application.Mail;

namespace Auth.Tests.Unit.Mail;

[TestFixture(true, false)]
[TestFixture(false, true)]
[TestFixture(true, true)]
public sealed class NoticeTemplatesTests(bool changesEmail, bool changesPassword)
{
    private readonly EmailMessage _notice = Write(changesEmail, changesPassword);

    [Test]
    public void The_subject_of_a_notice_states_the_change()
    {
        Assert.That(
            (_notice.Subject.Contains("e-mail address"), _notice.Subject.Contains("password")),
            Is.EqualTo((changesEmail, changesPassword)));
    }

    [Test]
    public void A_notice_states_the_time_and_what_to_do()
    {
        Assert.That((string[])[_notice.Text, _notice.Html],
            Is.All.Contains("1 March 2026 at 09:05 UTC").And.All.Contains("If it was not you"));
    }

    [Test]
    public void A_new_password_is_advised_only_if_the_address_is_unchanged()
    {
        Assert.That(_notice.Text.Contains("set a new password at once"), Is.EqualTo(!changesEmail));
    }

    [Test]
    public void A_notice_contains_no_address_no_link_and_no_token()
    {
        Assert.That(_notice.Text + _notice.Html, Does.Not.Match(@"@|https?:|href|eyJ"));
    }

    [Test]
    public void A_notice_with_a_recovery_token_contains_its_link_and_lifetime()
    {
        var notice = Write(changesEmail, changesPassword, "eyJ.token", "https://example.com/recover#{token}");

        Assert.That(
            (string[])[notice.Text, notice.Html],
            Is.All.Contains("https://example.com/recover#eyJ.token").And.All.Contains("72 hours").And.All.Contains("If it was not you"));
    }

    [Test]
    public void A_notice_of_a_second_factor_states_the_change_and_the_time_and_no_address()
    {
        var notice = NoticeTemplates.SecondFactor(
            "somebody@example.com", "recovery code was used", new DateTimeOffset(2026, 3, 1, 9, 5, 0, TimeSpan.Zero));

        Assert.That(notice.Subject, Is.EqualTo("A recovery code was used"));
        Assert.That(
            (string[])[notice.Text, notice.Html],
            Is.All.Contains("1 March 2026 at 09:05 UTC").And.All.Contains("If it was not you").And.All.Not.Match(@"@|https?:|href"));
    }

    [Test]
    public void A_notice_of_an_external_login_names_the_provider_and_the_time_and_no_address()
    {
        var at = new DateTimeOffset(2026, 3, 1, 9, 5, 0, TimeSpan.Zero);
        var linked = NoticeTemplates.ExternalLogin("somebody@example.com", AccountChange.OfLogin(at) with { Linked = "google" });
        var unlinked = NoticeTemplates.ExternalLogin("somebody@example.com", AccountChange.OfLogin(at) with { Unlinked = "google" });

        Assert.That((linked.Subject, unlinked.Subject), Is.EqualTo(("A login with google was added", "A login with google was removed")));
        Assert.That(
            (string[])[linked.Text, linked.Html, unlinked.Text, unlinked.Html],
            Is.All.Contains("1 March 2026 at 09:05 UTC").And.All.Contains("If it was not you").And.All.Not.Match(@"@|https?:|href"));
    }

    private static EmailMessage Write(bool email, bool password, string? token = null, string? url = null)
    {
        var change = new AccountChange(email, password, new(2026, 3, 1, 9, 5, 0, TimeSpan.Zero), IsRecoverable: token is not null);
        return NoticeTemplates.Changed(
            "somebody@example.com", change, token, new AuthOptions { Email = { RecoverUrl = url } });
    }
}
