using Auth.Application;
using Auth.Application.Login;
using Auth.Domain.Throttling;
using Moq;

namespace Auth.Tests.Unit.Login;

/// <summary>Creates a disabled throttle for tests of other features.</summary>
internal static class Unthrottled
{
    public static LoginThrottle Logins()
    {
        var settings = Settings.Create(options => options.Throttle.Enabled = false);
        return new(
            Mock.Of<ILoginBudgetRepository>(),
            new AccountHash(settings),
            new DeviceTokens(settings, TimeProvider.System),
            settings,
            TimeProvider.System,
            Mock.Of<IUnitOfWork>());
    }
}
