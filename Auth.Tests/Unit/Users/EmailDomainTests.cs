using Auth.Domain.Users;

namespace Auth.Tests.Unit.Users;

public sealed class EmailDomainTests
{
    private static readonly string Label63 = new('a', 63);

    [TestCase("a.b.c.example.com", "a.b.c.example.com")]
    [TestCase("EXAMPLE.COM", "example.com", TestName = "{m}: in upper case")]
    [TestCase("foo.example", "foo.example")]
    [TestCase("example.c", "example.c")]
    [TestCase("123.com", "123.com")]
    [TestCase("g--a.com", "g--a.com")]
    [TestCase("test.com", "test.com")]
    [TestCase("notlocalhost.mylocal", "notlocalhost.mylocal")]
    [TestCase("bücher.de", "bücher.de")]
    [TestCase("BÜCHER.DE", "bücher.de", TestName = "{m}: non-ASCII in upper case")]
    [TestCase("bu\u0308cher.de", "bücher.de", TestName = "{m}: a decomposed letter")]
    [TestCase("xn--bcher-kva.de", "bücher.de")]
    [TestCase("XN--BCHER-KVA.de", "bücher.de", TestName = "{m}: Punycode in upper case")]
    [TestCase("faß.de", "faß.de")]
    [TestCase("臺網中心.tw", "臺網中心.tw")]
    [TestCase("екзампл.xn--j1aef", "екзампл.ком")]
    [TestCase("राम.मोहन.ईन्फो", "राम.मोहन.ईन्फो")]
    [TestCase("אבג1.com", "אבג1.com")]
    [TestCase("ｅｘａｍｐｌｅ．ｃｏｍ", "example.com")]
    [TestCase("example。com", "example.com")]
    public void A_domain_is_accepted(string text, string value) =>
        Assert.That(Read("a@" + text)?.Value, Is.EqualTo("a@" + value));

    [TestCase("", "There must be something after the @-sign.")]
    [TestCase("example", "The part after the @-sign is not valid. It should have a period.")]
    [TestCase("localhost", "The part after the @-sign is not valid. It should have a period.")]
    [TestCase("127.0.0.1", "The part after the @-sign is not valid. It is not within a valid top-level domain.")]
    [TestCase("example.123", "The part after the @-sign is not valid. It is not within a valid top-level domain.")]
    [TestCase("exa_mple.com", "The part after the @-sign contains invalid characters: '_'.")]
    [TestCase("b@example.com", "The part after the @-sign contains invalid characters: '@'.")]
    [TestCase("exa mple.com", "The part after the @-sign contains invalid characters: SPACE.")]
    [TestCase("exam\nple.com", "The part after the @-sign contains invalid characters: U+000A.")]
    [TestCase("example.com(comment)", "The part after the @-sign contains invalid characters: '(', ')'.")]
    [TestCase("exa\u200Dmple.com", "The email address contains unsafe characters: U+200D.")]
    [TestCase("\u0300a.com", "The email address contains unsafe characters: U+0300.")]
    [TestCase("example.com.", "An email address cannot end with a period.")]
    [TestCase("example.com．", "An email address cannot end with a period.")]
    [TestCase(".example.com", "An email address cannot have a period immediately after the @-sign.")]
    [TestCase("a..com", "An email address cannot have two periods in a row.")]
    [TestCase("-example.com", "An email address cannot have a hyphen immediately after the @-sign.")]
    [TestCase("example.com-", "An email address cannot end with a hyphen.")]
    [TestCase("a-.com", "An email address cannot have a period and a hyphen next to each other.")]
    [TestCase("a.-b.com", "An email address cannot have a period and a hyphen next to each other.")]
    [TestCase("ab--c.com",
        "An email address cannot have two letters followed by two dashes immediately after the @-sign "
        + "or after a period, except Punycode.")]
    [TestCase("[127.0.0.1]", "A bracketed IP address after the @-sign is not allowed here.")]
    [TestCase("[IPv6:::1]", "A bracketed IP address after the @-sign is not allowed here.")]
    public void A_domain_is_refused(string text, string reason) =>
        Assert.That(ReasonOf("a@" + text), Is.EqualTo(reason));

    [TestCase("xn--0.com", TestName = "{m}: invalid Punycode")]
    [TestCase("xn--example-.com", TestName = "{m}: unnecessary Punycode")]
    [TestCase("xn--i-7iq.com", TestName = "{m}: a symbol in Punycode")]
    [TestCase("i❤.com", TestName = "{m}: a symbol")]
    [TestCase("😀.com", TestName = "{m}: an emoji")]
    [TestCase("1\u20E3.com", TestName = "{m}: a keycap")]
    [TestCase("a＿b.com", TestName = "{m}: a full-width underscore")]
    [TestCase("a℀b.com", TestName = "{m}: a symbol that contains a slash")]
    [TestCase("a.\u0301b.com", TestName = "{m}: a leading combining mark")]
    [TestCase("é..com", TestName = "{m}: an empty label")]
    public void An_invalid_internationalized_domain_is_refused(string text) =>
        Assert.That(ReasonOf("a@" + text), Is.EqualTo("The part after the @-sign is not valid IDNA."));

    [TestCase("example.test")]
    [TestCase("camelot.local")]
    [TestCase("foo.localhost")]
    [TestCase("foo.onion")]
    [TestCase("1.0.0.127.in-addr.arpa")]
    [TestCase("VALID.INVALID")]
    [TestCase("example．ｔｅｓｔ")]
    public void A_reserved_domain_is_refused(string text) =>
        Assert.That(
            ReasonOf("a@" + text),
            Is.EqualTo("The part after the @-sign is a special-use or reserved name that cannot be used with email."));

    [Test]
    public void A_label_of_63_characters_is_accepted() =>
        Assert.That(EmailAddress.TryParse($"a@{Label63}.com", out _, out _), Is.True);

    [TestCase("a", "After the @-sign, periods cannot be separated by so many characters (1 character too many).")]
    [TestCase("aa", "After the @-sign, periods cannot be separated by so many characters (2 characters too many).")]
    [TestCase("é", "The part after the @-sign is not valid IDNA.")]
    public void A_longer_label_is_refused(string more, string reason) =>
        Assert.That(ReasonOf($"a@{Label63}{more}.com"), Is.EqualTo(reason));

    private static EmailAddress? Read(string text) => EmailAddress.TryParse(text, out var address, out _) ? address : null;

    private static string? ReasonOf(string text) => EmailAddress.TryParse(text, out _, out var reason) ? null : reason;
}
