using Auth.Domain.Users;

namespace Auth.Tests.Unit.Users;

public sealed class UserTests
{
    [Test]
    public void A_new_user_is_active_but_neither_verified_nor_a_superuser()
    {
        var user = User.Create(SomeUser.Address("User@Example.com"), SomeUser.Hash);

        Assert.Multiple(() =>
        {
            Assert.That((user.IsActive, user.IsVerified, user.IsSuperuser), Is.EqualTo((true, false, false)));
            Assert.That(user.Name, Is.Null);
            Assert.That((user.Email, user.NormalizedEmail), Is.EqualTo(("User@example.com", "USER@EXAMPLE.COM")));
            Assert.That(user.HashedPassword, Is.EqualTo(SomeUser.Hash));
        });
    }

    [Test]
    public void Ids_are_unique_version_4_UUIDs()
    {
        var (one, other) = (SomeUser.Create(), SomeUser.Create());

        Assert.That(one.Id.Version, Is.EqualTo(4));
        Assert.That(one.Id, Is.Not.EqualTo(other.Id));
    }

    [Test]
    public void A_new_address_is_unverified()
    {
        var user = SomeUser.Create(verified: true);

        user.ChangeEmail(SomeUser.Address("other@example.com"));

        Assert.Multiple(() =>
        {
            Assert.That(user.IsVerified, Is.False);
            Assert.That((user.Email, user.NormalizedEmail), Is.EqualTo(("other@example.com", "OTHER@EXAMPLE.COM")));
        });
    }

    [TestCase("user@example.com", true)]
    [TestCase("USER@example.com", false)]
    public void Only_an_identical_address_stays_verified(string email, bool verified)
    {
        var user = SomeUser.Create(verified: true);

        user.ChangeEmail(SomeUser.Address(email));

        Assert.That(user.IsVerified, Is.EqualTo(verified));
    }
}
