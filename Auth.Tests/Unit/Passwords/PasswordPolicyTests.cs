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
    public void A_password_may_be_used(string password) =>
        Assert.That(Refuse(password), Is.Null);

    [TestCase(100)]
    [TestCase(4097)]
    [TestCase(1 << 20)]
    public void A_long_password_may_be_used(int length) =>
        Assert.That(Refuse(new string('p', length)), Is.Null);

    [TestCase("")]
    [TestCase("x")]
    [TestCase("1234567")]
    [TestCase("😀😀😀😀")]
    [TestCase("       ", TestName = "{m}: seven spaces")]
    [TestCase("u@x.de", TestName = "{m}: before anything else is looked at")]
    public void A_password_of_fewer_than_eight_code_points_is_refused(string password) =>
        Assert.That(Refuse(password, "u@x.de"), Is.EqualTo(TooShort));

    [TestCase("xuser@example.comx")]
    [TestCase("user@example.com")]
    [TestCase("my USER@Example.com!")]
    public void A_password_that_holds_the_address_is_refused(string password) =>
        Assert.That(Refuse(password, "user@example.com"), Is.EqualTo(HoldsEmail));

    [Test]
    public void A_part_of_the_address_may_be_in_the_password() =>
        Assert.That(Refuse("user-example-com", "user@example.com"), Is.Null);

    [Test]
    public void An_empty_address_is_in_no_password() =>
        Assert.That(Refuse("correct-horse-9", email: ""), Is.Null);

    [TestCase("password")]
    [TestCase("12345678")]
    [TestCase("1q2w3e4r5t")]
    [TestCase("p@ssw0rd")]
    [TestCase("PassWord1")]
    public void One_of_the_commonest_passwords_is_refused(string password) =>
        Assert.That(Refuse(password), Is.EqualTo(TooCommon));

    [Test]
    public void A_comment_of_the_list_is_no_password_of_it() =>
        Assert.That(Refuse("# A line that starts with a number sign is a comment."), Is.Null);

    [Test]
    public void The_list_of_the_commonest_passwords_is_whole() =>
        Assert.That(CommonPasswords.Count, Is.EqualTo(10_000));

    // Not an argument of a test case: the attribute's strings are stored as UTF-8, which has no lone surrogates.
    [Test]
    public void A_lone_surrogate_counts_as_a_character() =>
        Assert.That(Refuse("abcdefg\uD800"), Is.Null);

    [TestCase("abcdefghijk", "Password should be at least 12 characters")]
    [TestCase("abcdefghijkl", null)]
    public void The_least_length_is_set_by_the_options(string password, string? reason) =>
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
