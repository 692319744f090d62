using Auth.Infrastructure.Persistence.PostgreSql;

namespace Auth.Tests.Unit.Persistence;

public sealed class EscapedTextTests
{
    [TestCase("")]
    [TestCase("Nick")]
    [TestCase("a\0b\0")]
    [TestCase("\uE000")]
    [TestCase("\uE0000\uE0001\0\uE000\uE000")]
    public void Escaped_text_contains_no_NUL_and_is_restored(string text)
    {
        var stored = EscapedText.Escape(text);

        Assert.That((stored.Contains('\0'), EscapedText.Unescape(stored)), Is.EqualTo((false, text)));
    }
}
