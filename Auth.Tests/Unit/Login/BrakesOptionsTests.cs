using Auth.Api.Hosting;

namespace Auth.Tests.Unit.Login;

public sealed class BrakesOptionsTests
{
    private static readonly TestCaseData[] Refused =
    [
        Case("Auth:Throttle:MaxFailures", options => options.Throttle.MaxFailures = 0),
        Case("Auth:Throttle:FirstWaitSeconds", options => options.Throttle.FirstWaitSeconds = 0),
        Case("Auth:Throttle:FirstWaitSeconds", options => options.Throttle.FirstWaitSeconds = 901),
        Case("Auth:Throttle:LongestWaitSeconds", options => options.Throttle.LongestWaitSeconds = 3601),
        Case("Auth:Throttle:KnownNetworkDays", options => options.Throttle.KnownNetworkDays = 0),
        Case("Auth:Throttle:KnownNetworkDays", options => options.Throttle.KnownNetworkDays = 3651),
        Case("Auth:Throttle:DeviceCookieDays", options => options.Throttle.DeviceCookieDays = 0),
        Case("Auth:Throttle:DeviceCookieDays", options => options.Throttle.DeviceCookieDays = 3651),
        Case("Auth:RateLimits:WindowSeconds", options => options.RateLimits.WindowSeconds = 0),
        Case("Auth:RateLimits:Login", options => options.RateLimits.Login = 0),
        Case("Auth:RateLimits:Refresh", options => options.RateLimits.Refresh = 0),
        Case("Auth:RateLimits:Register", options => options.RateLimits.Register = 0),
        Case("Auth:RateLimits:ForgotPassword", options => options.RateLimits.ForgotPassword = 0),
        Case("Auth:RateLimits:RequestVerifyToken", options => options.RateLimits.RequestVerifyToken = 0),
        Case("Auth:RateLimits:MailCooldownSeconds", options => options.RateLimits.MailCooldownSeconds = 0),
        Case("Auth:RateLimits:MailCooldownSeconds", options => options.RateLimits.MailCooldownSeconds = 3601),
        Case("Auth:RateLimits:MaxMailCooldownSeconds", options => options.RateLimits.MaxMailCooldownSeconds = 86401),
        Case("Auth:RateLimits:ResetPassword", options => options.RateLimits.ResetPassword = 0),
        Case("Auth:RateLimits:UpdateUser", options => options.RateLimits.UpdateUser = 0),
        Case("Auth:RateLimits:UpdateUser", options => options.RateLimits.UpdateUser = 100_000_001),
        Case("Auth:Connections:MaxPerClient", options => options.Connections.MaxPerClient = -1),
        Case("Auth:Proxies", options => options.Proxies.Add("proxy.example.com")),
        Case("Auth:Proxies", options => options.Proxies.Add("10.0.0.0/33")),
        Case("Auth:Housekeeping:IntervalSeconds", options => options.Housekeeping.IntervalSeconds = 0),
        Case("Auth:Housekeeping:KeepSessionsDays", options => options.Housekeeping.KeepSessionsDays = -1),
    ];

    [TestCaseSource(nameof(Refused))]
    public void An_invalid_setting_is_refused_with_its_name(string setting, object set)
    {
        var options = new AuthApiOptions { Jwt = { Secret = "a-secret-of-the-tests-0123456789abcdef" } };
        ((Action<AuthApiOptions>)set)(options);

        Assert.That(new AuthOptionsValidator().Validate(null, options).FailureMessage, Does.StartWith(setting));
    }

    [Test]
    public void Addresses_and_networks_of_proxies_are_accepted()
    {
        var options = new AuthApiOptions
        {
            Jwt = { Secret = "a-secret-of-the-tests-0123456789abcdef" },
            Proxies = { "10.0.0.2", "10.0.0.0/24", "::1", "fd00::/8" },
        };

        Assert.That(new AuthOptionsValidator().Validate(null, options).Succeeded);
    }

    private static TestCaseData Case(string setting, Action<AuthApiOptions> set) => new(setting, set);
}
