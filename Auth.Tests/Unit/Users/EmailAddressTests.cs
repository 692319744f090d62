using Auth.Domain.Users;

namespace Auth.Tests.Unit.Users;

public sealed class EmailAddressTests
{
    private static readonly string Label60 = new('a', 60);

    [TestCase("user@example.com", "user@example.com")]
    [TestCase("user@EXAMPLE.COM", "user@example.com", TestName = "{m}: a domain in upper case")]
    [TestCase("UPPERuser@example.com", "UPPERuser@example.com")]
    [TestCase("user!#$%&'*/=?^`|~_-@example.com", "user!#$%&'*/=?^`|~_-@example.com")]
    [TestCase("{first.last}+tag@example.com", "{first.last}+tag@example.com")]
    [TestCase("1@example.com", "1@example.com")]
    [TestCase("xn--user@example.com", "xn--user@example.com")]
    [TestCase("  user@example.com\t", "user@example.com", TestName = "{m}: surrounding white space")]
    [TestCase("user@example.com\n", "user@example.com", TestName = "{m}: a trailing newline")]
    [TestCase("\u00A0\u3000user@example.com\u2028", "user@example.com", TestName = "{m}: surrounding Unicode white space")]
    [TestCase("éuser@example.com", "éuser@example.com")]
    [TestCase("e\u0301user@example.com", "éuser@example.com", TestName = "{m}: a decomposed letter")]
    [TestCase("葉士豪@example.com", "葉士豪@example.com")]
    [TestCase("राम.मोहन@example.com", "राम.मोहन@example.com")]
    [TestCase("ιωάννης@example.com", "ιωάννης@example.com")]
    [TestCase("😀@example.com", "😀@example.com")]
    public void An_address_is_accepted(string text, string value) =>
        Assert.That(Read(text)?.Value, Is.EqualTo(value));

    [TestCase("", "An email address must have an @-sign.")]
    [TestCase("   ", "An email address must have an @-sign.")]
    [TestCase("nope", "An email address must have an @-sign.")]
    [TestCase("user＠example.com", "An email address must have an @-sign.", TestName = "{m}: a full-width at-sign")]
    [TestCase("@example.com", "There must be something before the @-sign.")]
    [TestCase("@", "There must be something before the @-sign.")]
    [TestCase("a..b@example.com", "An email address cannot have two periods in a row.")]
    [TestCase(".a@example.com", "An email address cannot start with a period.")]
    [TestCase("a.@example.com", "An email address cannot have a period immediately before the @-sign.")]
    [TestCase("a b@example.com", "The email address contains invalid characters before the @-sign: SPACE.")]
    [TestCase("mailto:user@example.com", "The email address contains invalid characters before the @-sign: ':'.")]
    [TestCase("user\n@example.com", "The email address contains invalid characters before the @-sign: U+000A.")]
    [TestCase("user\0@example.com", "The email address contains invalid characters before the @-sign: U+0000.")]
    [TestCase("(a),(b)@example.com", "The email address contains invalid characters before the @-sign: '(', ')', ','.")]
    [TestCase("a.\u037E@example.com", "The email address contains invalid characters before the @-sign: ';'.")]
    [TestCase("\"user\"@example.com", "Quoting the part before the @-sign is not allowed here.")]
    [TestCase("\"a b@c\"@example.com", "Quoting the part before the @-sign is not allowed here.")]
    [TestCase("<user@example.com>",
        "A display name and angle brackets around the email address are not permitted here.")]
    [TestCase("Some One <user@example.com>",
        "A display name and angle brackets around the email address are not permitted here.")]
    [TestCase("<user@example.com", "The email address contains invalid characters before the @-sign: '<'.")]
    [TestCase("\u202Da\u202Eb@example.com", "The email address contains unsafe characters: U+202D, U+202E.")]
    [TestCase("a\u2005b@example.com", "The email address contains unsafe characters: U+2005.")]
    [TestCase("a\u2028b@example.com", "The email address contains unsafe characters: U+2028.")]
    [TestCase("a\u200Bb@example.com", "The email address contains unsafe characters: U+200B.")]
    [TestCase("a\u009Cb@example.com", "The email address contains unsafe characters: U+009C.")]
    [TestCase("a\uE000b@example.com", "The email address contains unsafe characters: U+E000.")]
    [TestCase("a\uFDEFb@example.com", "The email address contains unsafe characters: U+FDEF.")]
    [TestCase("\u0300a@example.com", "The email address contains unsafe characters: U+0300.")]
    public void An_address_is_refused(string text, string reason) =>
        Assert.That(ReasonOf(text), Is.EqualTo(reason));

    // Not a test case: strings of attributes are stored as UTF-8, which cannot represent lone surrogates.
    [Test]
    public void A_lone_surrogate_is_refused() =>
        Assert.That(ReasonOf("a\uD800b@example.com"), Is.EqualTo("The email address contains unsafe characters: U+FFFD."));

    [Test]
    public void An_address_of_254_bytes_is_accepted() =>
        Assert.That(EmailAddress.TryParse(OfLength(254), out _, out _), Is.True);

    [TestCase(255, "The email address is too long (1 character too many).")]
    [TestCase(268, "The email address is too long (14 characters too many).")]
    public void An_address_of_more_than_254_bytes_is_refused(int length, string reason) =>
        Assert.That(ReasonOf(OfLength(length)), Is.EqualTo(reason));

    [Test]
    public void The_length_is_counted_in_bytes() =>
        Assert.That(ReasonOf("é" + OfLength(253)), Is.EqualTo("The email address is too long (1 byte too many)."));

    [Test]
    public void The_length_limit_applies_to_the_Punycode_form() =>
        Assert.That(
            ReasonOf(OfLength(250).Replace(".com", ".çom", StringComparison.Ordinal)),
            Is.EqualTo("The email address is too long (3 characters too many)."));

    // Each "é" has two bytes.
    [TestCase("a", 64)]
    [TestCase("é", 32)]
    [TestCase("e\u0301", 32)]
    public void A_local_part_of_64_bytes_is_accepted(string character, int count) => Assert.That(
        EmailAddress.TryParse(string.Concat(Enumerable.Repeat(character, count)) + "@example.com", out _, out _), Is.True);

    [TestCase("a", 65, "1 character")]
    [TestCase("a", 90, "26 characters")]
    [TestCase("é", 33, "2 bytes")]
    [TestCase("e\u0301", 33, "2 bytes")]
    public void A_local_part_of_more_than_64_bytes_is_refused(string character, int count, string excess) => Assert.That(
        ReasonOf(string.Concat(Enumerable.Repeat(character, count)) + "@example.com"),
        Is.EqualTo($"The email address is too long before the @-sign ({excess} too many)."));

    [TestCase(2049)]
    [TestCase(1 << 20)]
    public void A_text_of_more_than_2048_characters_is_refused(int length) =>
        Assert.That(ReasonOf(new string('\u0301', length)), Is.EqualTo("Length must not exceed 2048 characters"));

    [Test]
    public void Parsing_never_throws()
    {
        string[] pieces =
        [
            "@", "\"", "<", ">", ".", "-", "[", "xn--", "a", "É", "ß", "\u0301", "\u05D0", " ", "\0", "\uFF0E", "\u2488",
            "\uFFFE", "\uFDFA", "\u200D", "\uD83D", "\uDE00", "😀", "\U000E0100", "com",
        ];
        var random = new Random(1);
        for (var i = 0; i < 5000; i++)
        {
            var text = $"{Some()}@{Some()}";
            var accepted = EmailAddress.TryParse(text, out var address, out var reason);

            Assert.That((address is null, reason is null), Is.EqualTo((!accepted, accepted)), text);
        }

        string Some() => string.Concat(random.GetItems(pieces, random.Next(8)));
    }

    [TestCase("éuser@example.com", "Éuser@Example.COM")]
    [TestCase("Öre@bücher.de", "öre@xn--bcher-kva.de")]
    [TestCase("σς@example.com", "ΣΣ@example.com")]
    public void Addresses_that_differ_in_case_have_the_same_normalized_form(string one, string other) =>
        Assert.That(Read(one)?.Normalized, Is.Not.Null.And.EqualTo(Read(other)?.Normalized));

    [TestCase(" é@x \n", " É@X \n")]
    [TestCase("no address", "NO ADDRESS")]
    [TestCase("", "")]
    public void Normalization_only_converts_to_upper_case(string text, string normalized) =>
        Assert.That(EmailAddress.Normalize(text), Is.EqualTo(normalized));

    [Test]
    public void Normalization_replaces_a_lone_surrogate() =>
        Assert.That(EmailAddress.Normalize("a\uD800"), Is.EqualTo("A\uFFFD"));

    [Test]
    public void An_address_is_formatted_as_its_value() =>
        Assert.That($"{Read("user@Example.com")}", Is.EqualTo("user@example.com"));

    // Every label has a valid length, so that only the whole address can be too long.
    private static string OfLength(int length)
    {
        var domain = $"@{Label60}.{Label60}.{Label60}.{Label60[..20]}.com";
        return new string('u', length - domain.Length) + domain;
    }

    private static EmailAddress? Read(string text) => EmailAddress.TryParse(text, out var address, out _) ? address : null;

    private static string? ReasonOf(string text) => EmailAddress.TryParse(text, out _, out var reason) ? null : reason;
}
