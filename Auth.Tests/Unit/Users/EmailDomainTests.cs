using Auth.Domain.Users;

namespace Auth.Tests.Unit.Users;

public sealed class EmailDomainTests
{
    private static readonly string Label63 = new('a', 63);

    [TestCase("a.b.c.example.com", "a.b.c.example.com")]
    [TestCase("foo.example", "foo.example")]
    [TestCase("example.c", "example.c")]
    [TestCase("camelot.bt", "camelot.bt")]
    [TestCase("123.com", "123.com")]
    [TestCase("g--a.com", "g--a.com")]
    [TestCase("test.com", "test.com")]
    [TestCase("notlocalhost.mylocal", "notlocalhost.mylocal")]
    [TestCase("bücher.de", "bücher.de")]
    [TestCase("BÜCHER.DE", "bücher.de")]
    [TestCase("bu\u0308cher.de", "bücher.de")]
    [TestCase("xn--bcher-kva.de", "bücher.de")]
    [TestCase("XN--BCHER-KVA.de", "bücher.de")]
    [TestCase("faß.de", "faß.de")]
    [TestCase("臺網中心.tw", "臺網中心.tw")]
    [TestCase("екзампл.xn--j1aef", "екзампл.ком")]
    [TestCase("राम.मोहन.ईन्फो", "राम.मोहन.ईन्फो")]
    [TestCase("ｅｘａｍｐｌｅ．ｃｏｍ", "example.com")]
    [TestCase("example。com", "example.com")]
    [TestCase("example｡com", "example.com")]
    [TestCase("paral·lel.cat", "paral·lel.cat")]
    [TestCase("カ・キ.jp", "カ・キ.jp")]
    [TestCase("אבג1.com", "אבג1.com")]
    [TestCase("ᎠᎡ.com", "ᎠᎡ.com")]
    public void A_domain_is_accepted(string text, string value) =>
        Assert.That(Read("a@" + text)?.Value, Is.EqualTo("a@" + value));

    [TestCase("", "There must be something after the @-sign.")]
    [TestCase("example", "The part after the @-sign is not valid. It should have a period.")]
    [TestCase("localhost", "The part after the @-sign is not valid. It should have a period.")]
    [TestCase("127.0.0.1", "The part after the @-sign is not valid. It is not within a valid top-level domain.")]
    [TestCase("example.123", "The part after the @-sign is not valid. It is not within a valid top-level domain.")]
    [TestCase("example.com1", "The part after the @-sign is not valid. It is not within a valid top-level domain.")]
    [TestCase("exa_mple.com", "The part after the @-sign contains invalid characters: '_'.")]
    [TestCase("b@example.com", "The part after the @-sign contains invalid characters: '@'.")]
    [TestCase("exa mple.com", "The part after the @-sign contains invalid characters: SPACE.")]
    [TestCase("exam\nple.com", "The part after the @-sign contains invalid characters: U+000A.")]
    [TestCase("example.com(comment)", "The part after the @-sign contains invalid characters: '(', ')'.")]
    [TestCase("⒈example.com", "The part after the @-sign contains invalid characters: '⒈'.")]
    [TestCase("a…b.com", "The part after the @-sign contains invalid characters: '…'.")]
    [TestCase("\u037E.com", "The part after the @-sign contains invalid characters after Unicode normalization: ';'.")]
    [TestCase("a＿b.com", "The part after the @-sign contains invalid characters after Unicode normalization: '_'.")]
    [TestCase("exa\u200Dmple.com", "The email address contains unsafe characters: ZERO WIDTH JOINER.")]
    [TestCase("\u0300a.com", "The email address contains unsafe characters: COMBINING GRAVE ACCENT.")]
    [TestCase("example.com.", "An email address cannot end with a period.")]
    [TestCase("example.com．", "An email address cannot end with a period.")]
    [TestCase(".example.com", "An email address cannot have a period immediately after the @-sign.")]
    [TestCase("a..com", "An email address cannot have two periods in a row.")]
    [TestCase("a．。com", "An email address cannot have two periods in a row.")]
    [TestCase("-example.com", "An email address cannot have a hyphen immediately after the @-sign.")]
    [TestCase("example.com-", "An email address cannot end with a hyphen.")]
    [TestCase("a-.com", "An email address cannot have a period and a hyphen next to each other.")]
    [TestCase("a.－b.com", "An email address cannot have a period and a hyphen next to each other.")]
    [TestCase("ab--c.com",
        "An email address cannot have two letters followed by two dashes immediately after the @-sign "
        + "or after a period, except Punycode.")]
    [TestCase("ab\uFE0F--c.com",
        "An email address cannot have two letters followed by two dashes immediately after the @-sign "
        + "or after a period, except Punycode.")]
    [TestCase("xn--0.com", "The part after the @-sign is not valid IDNA (Invalid A-label).")]
    [TestCase("xn--abc.com", "The part after the @-sign is not valid IDNA (Invalid A-label).")]
    [TestCase("xn--i-7iq.com", "The part after the @-sign is not valid IDNA (Codepoint U+2764 not allowed at position 2).")]
    [TestCase("i❤.com", "The part after the @-sign is invalid (Codepoint U+2764 not allowed at position 2).")]
    [TestCase("a·b.com", "The part after the @-sign is invalid (Codepoint U+00B7 not allowed at position 2).")]
    [TestCase("ab・c.com", "The part after the @-sign is invalid (Codepoint U+30FB not allowed at position 3).")]
    [TestCase("aא.com", "The part after the @-sign is invalid (First codepoint in label must be directionality R or AL).")]
    [TestCase("אaב.com",
        "The part after the @-sign is invalid (Invalid direction for codepoint at position 2 in a right-to-left label).")]
    [TestCase("א1\u0661.com", "The part after the @-sign is invalid (Can not mix numeral types in a right-to-left label).")]
    [TestCase("[127.0.0.1]", "A bracketed IP address after the @-sign is not allowed here.")]
    [TestCase("[IPv6:::1]", "A bracketed IP address after the @-sign is not allowed here.")]
    [TestCase("[IPv6:::G]", "The IPv6 address in brackets after the @-sign is not valid.")]
    [TestCase("[text]", "The part after the @-sign in brackets is not an IPv4 address and has no address literal tag.")]
    [TestCase("[tag:text]", "The part after the @-sign contains an invalid address literal tag in brackets.")]
    public void A_domain_is_refused(string text, string reason) =>
        Assert.That(ReasonOf("a@" + text), Is.EqualTo(reason));

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
    [TestCase("é", "The part after the @-sign is invalid (Label not allowed or too long).")]
    public void A_longer_label_is_refused(string more, string reason) =>
        Assert.That(ReasonOf($"a@{Label63}{more}.com"), Is.EqualTo(reason));

    [TestCase("b", "The email address is too long after the @-sign (1 character too many).")]
    [TestCase("B", "The email address is too long after the @-sign (1 byte too many after IDNA encoding).")]
    public void A_name_of_254_bytes_is_refused(string start, string reason) =>
        Assert.That(ReasonOf($"a@{start}{new string('a', 57)}.{Label63}.{Label63}.{Label63}.com"), Is.EqualTo(reason));

    private static EmailAddress? Read(string text) => EmailAddress.TryParse(text, out var address, out _) ? address : null;

    private static string? ReasonOf(string text) => EmailAddress.TryParse(text, out _, out var reason) ? null : reason;
}
