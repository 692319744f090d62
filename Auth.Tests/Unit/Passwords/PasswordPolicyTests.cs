using Auth.Application;
using Auth.Application.Passwords;
using Microsoft.Extensions.Options;

namespace Auth.Tests.Unit.Passwords;

public sealed class PasswordPolicyTests
{
    private const string TooShort = "Password should be at least 8 characters";
    private const string HoldsEmail = "Password should not contain e-mail";
    private const string TooCommon = "Password should not be one of the most common";

    [TestCase("abcdefg8")]
    [TestCase("correct-horse-9")]
    [TestCase("another-pass-1")]
    [TestCase("brand-new-pass-2")]
    [TestCase("third-password-3")]
    [TestCase("patched-pass-1")]
    [TestCase("pässwörd-ünï-🐎")]
    [TestCase("        ", TestName = "{m}: eight spaces")]
    [TestCase("😀😀😀😀😀😀😀😀")]
    public void A_valid_password_is_accepted(string password) =>
        Assert.That(Refuse(password), Is.Null);

    [TestCase(100)]
    [TestCase(4097)]
    [TestCase(1 << 20)]
    public void A_long_password_is_accepted(int length) =>
        Assert.That(Refuse(new string('p', length)), Is.Null);

    [TestCase("")]
    [TestCase("x")]
    [TestCase("1234567")]
    [TestCase("😀😀😀😀")]
    [TestCase("       ", TestName = "{m}: seven spaces")]
    [TestCase("u@x.de", TestName = "{m}: checked before the address")]
    public void A_password_of_fewer_than_eight_code_points_is_refused(string password) =>
        Assert.That(Refuse(password, "u@x.de"), Is.EqualTo(TooShort));

    [TestCase("xuser@example.comx")]
    [TestCase("user@example.com")]
    [TestCase("my USER@Example.com!")]
    public void A_password_that_contains_the_address_is_refused(string password) =>
        Assert.That(Refuse(password, "user@example.com"), Is.EqualTo(HoldsEmail));

    [Test]
    public void A_password_that_contains_part_of_the_address_is_accepted() =>
        Assert.That(Refuse("user-example-com", "user@example.com"), Is.Null);

    [Test]
    public void An_empty_address_is_ignored() =>
        Assert.That(Refuse("correct-horse-9", email: ""), Is.Null);

    [TestCase("password")]
    [TestCase("12345678")]
    [TestCase("1q2w3e4r5t")]
    [TestCase("p@ssw0rd")]
    [TestCase("PassWord1")]
    public void A_common_password_is_refused(string password) =>
        Assert.That(Refuse(password), Is.EqualTo(TooCommon));

    [TestCase("password", null)]
    [TestCase("1234567", TooShort)]
    public void Common_passwords_can_be_accepted(string password, string? reason)
    {
        var options = new AuthOptions { Passwords = { RefuseCommon = false } };

        Assert.That(new PasswordPolicy(Options.Create(options)).Refuse(password, "user@example.com"), Is.EqualTo(reason));
    }

    [Test]
    public void A_comment_in_the_list_is_not_a_common_password() =>
        Assert.That(Refuse("# A line that starts with a number sign is a comment."), Is.Null);

    [Test]
    public void The_list_of_common_passwords_is_complete() =>
        Assert.That(CommonPasswords.Count, Is.EqualTo(10_000));

    // Not a test case: strings of attributes are stored as UTF-8, which cannot represent lone surrogates.
    [Test]
    public void A_lone_surrogate_counts_as_a_character() =>
        Assert.That(Refuse("abcdefg\uD800"), Is.Null);

    [TestCase("abcdefghijk", "Password should be at least 12 characters")]
    [TestCase("abcdefghijkl", null)]
    public void The_minimum_length_is_configurable(string password, string? reason) =>
        Assert.That(Refuse(password, minimumLength: 12), Is.EqualTo(reason));

    private static string? Refuse(string password, string email = "user@example.com", int minimumLength = 8)
    {
        var options = new AuthOptions { Passwords = { MinimumLength = minimumLength } };
        return new PasswordPolicy(Options.Create(options)).Refuse(password, email);
    }

    [Test]
    public void A_password_with_a_NUL_is_refused() =>
        Assert.That(Refuse("abc\0defghij"), Is.EqualTo("Password should not contain a NUL character"));
}
