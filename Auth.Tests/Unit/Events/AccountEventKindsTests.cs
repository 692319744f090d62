using Auth.Domain.Events;

namespace Auth.Tests.Unit.Events;

public sealed class AccountEventKindsTests
{
    [Test]
    public void Each_event_has_a_number_and_a_name_of_its_own()
    {
        Assert.That(AccountEventKinds.All.Select(kind => kind.Number), Is.Unique);
        Assert.That(AccountEventKinds.All.Select(kind => kind.Name), Is.Unique);
    }

    [TestCase("login_succeeded", true)]
    [TestCase("LOGIN_SUCCEEDED", false)]
    [TestCase("something", false)]
    public void A_name_is_known_or_not(string name, bool isKnown) =>
        Assert.That(AccountEventKinds.IsKnown(name), Is.EqualTo(isKnown));
}
