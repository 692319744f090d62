using System.Net;
using Auth.Application;
using Auth.Application.Mail;

namespace Auth.Tests.Unit.Mail;

public sealed class MailTemplatesTests
{
    private const string To = "somebody@example.com";
    private const string Token = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl";

    [Test]
    public void A_verification_mail_links_to_the_configured_page()
    {
        Assert.That(Verification().Text.Split('\n'), Has.Member($"https://app.example/verify#token={Token}"));
    }

    [Test]
    public void A_reset_mail_links_to_the_configured_page()
    {
        Assert.That(Reset().Text.Split('\n'), Has.Member($"https://app.example/reset#token={Token}"));
    }

    [Test]
    public void The_token_is_on_a_separate_line()
    {
        Assert.That(Verification().Text.Split('\n'), Has.Member(Token));
    }

    [Test]
    public void The_text_contains_the_token_and_no_link_without_a_configured_page()
    {
        var mail = Verification(options => options.Email.VerifyUrl = null);

        Assert.That(mail.Text, Does.Contain(Token).And.Not.Contain("link"));
    }

    [Test]
    public void The_html_contains_the_token_and_no_link_without_a_configured_page()
    {
        var mail = Reset(options => options.Email.ResetUrl = null);

        Assert.That(mail.Html, Does.Contain(Token).And.Not.Contain("<a "));
    }

    [Test]
    public void The_html_links_to_the_same_page()
    {
        Assert.That(Reset().Html, Does.Contain($"""<a href="https://app.example/reset#token={Token}">"""));
    }

    [Test]
    public void A_link_is_HTML_encoded()
    {
        const string url = "https://app.example/?a=1&b=\"><script>#{token}";

        var mail = Verification(options => options.Email.VerifyUrl = url);

        Assert.That(mail.Html, Does.Contain(WebUtility.HtmlEncode(url.Replace("{token}", Token))).And.Not.Contain("<script>"));
    }

    [Test]
    public void A_token_is_HTML_encoded()
    {
        var mail = MailTemplates.Verification(To, "<script>", new AuthOptions());

        Assert.That(mail.Html, Does.Not.Contain("<script>"));
    }

    [Test]
    public void A_mail_is_sent_to_the_given_address()
    {
        Assert.That((Verification().To, Reset().To), Is.EqualTo((To, To)));
    }

    [Test]
    public void The_body_of_a_mail_does_not_contain_the_address()
    {
        Assert.That(Verification().Text + Verification().Html + Reset().Text + Reset().Html, Does.Not.Contain("somebody"));
    }

    [TestCase(30, "30 seconds")]
    [TestCase(60, "1 minute")]
    [TestCase(119, "1 minute")]
    [TestCase(900, "15 minutes")]
    [TestCase(3600, "1 hour")]
    [TestCase(5400, "90 minutes")]
    [TestCase(7200, "2 hours")]
    [TestCase(86400, "24 hours")]
    public void A_mail_states_the_lifetime_of_its_token(int seconds, string stated)
    {
        var mail = Verification(options => options.Jwt.VerificationLifetimeSeconds = seconds);

        Assert.That(mail.Text, Does.Contain($" {stated}."));
    }

    [Test]
    public void A_reset_mail_states_the_lifetime_of_reset_tokens()
    {
        var mail = Reset(options => (options.Jwt.ResetLifetimeSeconds, options.Jwt.VerificationLifetimeSeconds) = (600, 900));

        Assert.That(mail.Html, Does.Contain(" 10 minutes."));
    }

    [Test]
    public void A_mail_states_that_it_can_be_ignored_if_not_requested()
    {
        Assert.That((string[])[Verification().Text, Verification().Html, Reset().Text, Reset().Html],
            Is.All.Contains("If you did not ask for this, ignore this message"));
    }

    private static EmailMessage Verification(Action<AuthOptions>? change = null) =>
        MailTemplates.Verification(To, Token, With(change));

    private static EmailMessage Reset(Action<AuthOptions>? change = null) => MailTemplates.Reset(To, Token, With(change));

    private static AuthOptions With(Action<AuthOptions>? change)
    {
        var options = new AuthOptions
        {
            Email = new()
            {
                VerifyUrl = "https://app.example/verify#token={token}",
                ResetUrl = "https://app.example/reset#token={token}",
            },
        };
        change?.Invoke(options);
        return options;
    }
}
