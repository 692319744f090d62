using Auth.Application;
using Auth.Application.Mail;

namespace Auth.Tests.Unit.Mail;

public sealed class CustomTemplatesTests
{
    private static readonly EmailMessage BuiltIn = new("somebody@example.com", "a subject", "a text", "<p>HTML</p>");

    private static readonly EmailOptions Links = new()
    {
        VerifyUrl = "https://app.example/verify#{token}",
        ResetUrl = "https://app.example/reset#{token}",
        RecoverUrl = "https://app.example/recover#{token}",
    };

    [Test]
    public void Without_files_the_built_in_texts_are_used() =>
        Assert.That(Apply(MailTemplateKind.Reset, []), Is.EqualTo(BuiltIn));

    [TestCase("reset.subject.txt", "new {{lifetime}}", "new 1 hour|a text|<p>HTML</p>")]
    [TestCase("reset.txt", "Go to {{link}}", "a subject|Go to a&b|<p>HTML</p>")]
    [TestCase("reset.html", "<a href=\"{{ link }}\">", "a subject|a text|<a href=\"a&amp;b\">")]
    [TestCase("verification.txt", "Go to {{link}}", "a subject|a text|<p>HTML</p>")]
    public void A_file_replaces_only_its_part_of_its_kind(string file, string content, string expected)
    {
        var mail = Apply(MailTemplateKind.Reset, [("link", "a&b"), ("lifetime", "1 hour")], (file, content));

        Assert.That($"{mail.Subject}|{mail.Text}|{mail.Html}", Is.EqualTo(expected));
    }

    [Test]
    public void Values_are_HTML_encoded_in_the_HTML_part_only()
    {
        const string value = "\"'<script>&";
        const string content = "{{email}} {{token}}";

        var mail = Apply(
            MailTemplateKind.Reset, [("email", value), ("token", value)], ("reset.txt", content), ("reset.html", content));

        Assert.That(mail.Text, Is.EqualTo($"{value} {value}"));
        Assert.That(mail.Html, Is.EqualTo("&quot;&#39;&lt;script&gt;&amp; &quot;&#39;&lt;script&gt;&amp;"));
    }

    [TestCase("a\r\nBcc: all@example.com", "a  Bcc: all@example.com")]
    [TestCase("a\0b\u0085c\td", "a b c d")]
    public void Control_characters_of_a_value_do_not_enter_the_subject(string email, string subject) => Assert.That(
        Apply(MailTemplateKind.Reset, [("email", email)], ("reset.subject.txt", "{{email}}")).Subject, Is.EqualTo(subject));

    [Test]
    public void A_placeholder_inside_a_value_is_not_replaced() => Assert.That(
        Apply(MailTemplateKind.Reset, [("email", "{{token}}"), ("token", "a-token")], ("reset.txt", "{{email}} {{token}}")).Text,
        Is.EqualTo("{{token}} a-token"));

    [Test]
    public void Single_braces_and_closing_braces_are_text() => Assert.That(
        Apply(MailTemplateKind.Reset, [("token", "t")], ("reset.html", "@media print{p{color:red}} {x} {{token}}}")).Html,
        Is.EqualTo("@media print{p{color:red}} {x} t}"));

    [TestCase("Hello\n")]
    [TestCase("Hello\r\n")]
    public void A_final_line_break_of_a_subject_is_ignored(string content) =>
        Assert.That(Apply(MailTemplateKind.Reset, [], ("reset.subject.txt", content)).Subject, Is.EqualTo("Hello"));

    [TestCase("welcome.txt", "", "has an unknown name. The names are: verification.subject.txt, verification.txt, ")]
    [TestCase("Reset.txt", "{{token}}", "has an unknown name.")]
    [TestCase("reset.htm", "{{token}}", "has an unknown name.")]
    [TestCase("account-changed.txt", "", "has an unknown name.")]
    [TestCase("reset\n.txt", "", "has an unknown name.")]
    [TestCase("reset.txt", "{{token}} {{name}}", "contains the unknown placeholder {{name}}. The placeholders are: "
        + "{{email}}, {{lifetime}}, {{expires}}, {{token}}, {{link}}.")]
    [TestCase("reset.txt", "{{token}} {{Link}}", "contains the unknown placeholder {{Link}}.")]
    [TestCase("reset.txt", "{{token}} {{}}", "contains the unknown placeholder {{}}.")]
    [TestCase("reset.txt", "{{token}} {{a\u2028b}}", "contains the unknown placeholder {{a?b}}.")]
    [TestCase("reset.txt", "{{token}} {{link}", "contains {{ without a name and }} in the same line.")]
    [TestCase("reset.txt", "{{token}} {{link", "contains {{ without a name and }} in the same line.")]
    [TestCase("reset.txt", "{{token}} {{{link}}}", "contains {{ without a name and }} in the same line.")]
    [TestCase("reset.txt", "{{token}} {{\nlink\n}}", "contains {{ without a name and }} in the same line.")]
    [TestCase("reset.txt", "{{token}} {{change}}", "contains the unknown placeholder {{change}}.")]
    [TestCase("password-changed.txt", "{{token}}", "contains the unknown placeholder {{token}}.")]
    [TestCase("reset.subject.txt", "{{token}}", "contains the unknown placeholder {{token}}.")]
    [TestCase("reset.subject.txt", "{{link}}", "contains the unknown placeholder {{link}}.")]
    [TestCase("reset.txt", "Hello {{email}}", "must contain {{link}} or {{token}}.")]
    [TestCase("reset.html", "", "must contain {{link}} or {{token}}.")]
    [TestCase("email-changed-recoverable.txt", "{{change}} at {{time}}", "must contain {{link}} or {{token}}.")]
    [TestCase("reset.subject.txt", "two\nlines", "must contain one line of text without control characters.")]
    [TestCase("reset.subject.txt", "a\ttab", "must contain one line of text without control characters.")]
    [TestCase("reset.subject.txt", " \n", "must contain one line of text without control characters.")]
    public void An_invalid_file_is_refused_in_one_line_that_names_it(string file, string content, string problem)
    {
        var refusal = Assert.Throws<StartupException>(() => _ = new CustomTemplates([(file, content)], Links));

        Assert.That(
            refusal.Message, Does.StartWith($"Auth:Email:TemplateFolder: the file {file.Replace('\n', '?')} {problem}"));
        Assert.That(refusal.Message.Any(char.IsControl), Is.False);
    }

    [TestCase("verification.txt", "VerifyUrl")]
    [TestCase("reset.html", "ResetUrl")]
    [TestCase("email-changed-recoverable.txt", "RecoverUrl")]
    public void A_link_requires_the_setting_of_its_page(string file, string setting)
    {
        var refusal = Assert.Throws<StartupException>(() => _ = new CustomTemplates([(file, "{{link}}")], new EmailOptions()));

        Assert.That(refusal.Message, Does.EndWith($"contains {{{{link}}}}, which requires Auth:Email:{setting}."));
    }

    [Test]
    public void Every_kind_accepts_its_documented_placeholders()
    {
        var rows = File.ReadLines(SourceTree.PathOf("docs", "mail.md"))
            .Select(line => line.Split('|', StringSplitOptions.TrimEntries))
            .Where(cells => cells.Length == 6 && cells[1].StartsWith('`'))
            .ToDictionary(cells => cells[1].Trim('`'), cells => (Subject: NamesIn(cells[3]), Body: NamesIn(cells[3] + cells[4])));

        Assert.That(rows.Keys, Is.EquivalentTo(MailTemplateKind.All.Select(kind => kind.Name)));
        Assert.Multiple(() =>
        {
            foreach (var kind in MailTemplateKind.All)
            {
                Assert.That(rows[kind.Name].Subject, Is.EquivalentTo(kind.InSubject), kind.Name);
                Assert.That(rows[kind.Name].Body, Is.EquivalentTo(kind.InBody), kind.Name);
            }
        });
    }

    private static string[] NamesIn(string cell) =>
        [.. System.Text.RegularExpressions.Regex.Matches(cell, "`([a-z]+)`").Select(match => match.Groups[1].Value)];

    private static EmailMessage Apply(
        MailTemplateKind kind, (string Name, string Value)[] values, params (string Name, string Content)[] files) =>
        new CustomTemplates(files, Links).Apply(BuiltIn, kind, values.ToDictionary(value => value.Name, value => value.Value));
}
