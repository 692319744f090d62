using Auth.Infrastructure.Passwords;
using Auth.ReferenceHashes;

namespace Auth.Tests.Unit.Passwords;

public sealed class BCryptSha256HashTests
{
    // From passlib's documentation; the password is "password".
    private const string Published = "$bcrypt-sha256$v=2,t=2b,r=12$n79VH.0Q2TMWmt3Oqt9uku$Kq4Noyk3094Y2QlB8NdRT8SvGiI4ft2";

    [Test]
    public void The_published_hash_is_computed()
    {
        var hash = BCryptSha256Hash.TryParse(Published)!;
        var input = BCryptSha256Hash.Input("password"u8.ToArray(), hash.Salt, 12);
        Assert.That(EksBlowfish.Digest(input)[0], Is.EqualTo(hash.Digest));
    }

    [Test]
    public void A_parsed_hash_is_formatted_unchanged() =>
        Assert.That(BCryptSha256Hash.TryParse(Published)!.ToString(), Is.EqualTo(Published));

    [Test]
    public void Fifty_random_hashes_agree_with_passlib()
    {
        if (!Passlib.IsAvailable)
            Assert.Ignore("needs python3-passlib and python3-bcrypt");
        var inputs = RandomInputs.BCryptSha256(7, 50)
            .Select(input => (input.Password, Salt: BCryptBase64.Encode(input.Salt), 4)).ToArray();
        Assert.That(inputs.Select(input => Hash(input.Password, input.Salt)), Is.EqualTo(Passlib.Hash(inputs)));
    }

    [TestCase("$bcrypt-sha256$2b,12$n79VH.0Q2TMWmt3Oqt9uku$Kq4Noyk3094Y2QlB8NdRT8SvGiI4ft2")]
    [TestCase("$bcrypt-sha256$v=1,t=2b,r=12$n79VH.0Q2TMWmt3Oqt9uku$Kq4Noyk3094Y2QlB8NdRT8SvGiI4ft2")]
    [TestCase("$bcrypt-sha256$v=2,t=2y,r=12$n79VH.0Q2TMWmt3Oqt9uku$Kq4Noyk3094Y2QlB8NdRT8SvGiI4ft2")]
    [TestCase("$bcrypt-sha256$v=2,t=2b,r=012$n79VH.0Q2TMWmt3Oqt9uku$Kq4Noyk3094Y2QlB8NdRT8SvGiI4ft2")]
    [TestCase("$bcrypt-sha256$v=2,t=2b,r=3$n79VH.0Q2TMWmt3Oqt9uku$Kq4Noyk3094Y2QlB8NdRT8SvGiI4ft2")]
    [TestCase("$bcrypt-sha256$v=2,t=2b,r=32$n79VH.0Q2TMWmt3Oqt9uku$Kq4Noyk3094Y2QlB8NdRT8SvGiI4ft2")]
    [TestCase("$bcrypt-sha256$v=2,t=2b,r=12$n79VH.0Q2TMWmt3Oqt9uk$Kq4Noyk3094Y2QlB8NdRT8SvGiI4ft2")]
    [TestCase("$bcrypt-sha256$v=2,t=2b,r=12$n79VH.0Q2TMWmt3Oqt9uku$Kq4Noyk3094Y2QlB8NdRT8SvGiI4ft")]
    [TestCase("$bcrypt-sha256$v=2,t=2b,r=12$n79VH.0Q2TMWmt3Oqt9uku$Kq4Noyk3094Y2QlB8NdRT8SvGiI4ft2\n")]
    public void A_malformed_hash_is_not_parsed(string hash) => Assert.That(BCryptSha256Hash.TryParse(hash), Is.Null);

    private static string Hash(byte[] password, string salt) =>
        new BCryptSha256Hash('b', 4, salt, EksBlowfish.Digest(BCryptSha256Hash.Input(password, salt, 4))[0]).ToString();
}
