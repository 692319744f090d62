using Auth.Domain.Events;

namespace Auth.Tests.Unit.Events;

public sealed class AccountEventKindsTests
{
    [Test]
    public void Each_event_kind_has_a_unique_number_and_name()
    {
        Assert.That(AccountEventKinds.All.Select(kind => kind.Number), Is.Unique);
        Assert.That(AccountEventKinds.All.Select(kind => kind.Name), Is.Unique);
    }

    [TestCase("login_succeeded", true)]
    [TestCase("LOGIN_SUCCEEDED", false)]
    [TestCase("something", false)]
    public void Only_exact_event_names_are_recognized(string name, bool isKnown) =>
        Assert.That(AccountEventKinds.IsKnown(name), Is.EqualTo(isKnown));
}
