using System.Net;
using Auth.Application;

namespace Auth.Tests.Unit.Login;

public sealed class ClientNetworkTests
{
    [TestCase("203.0.113.77", ExpectedResult = "203.0.113.0/24")]
    [TestCase("::ffff:203.0.113.77", ExpectedResult = "203.0.113.0/24")]
    [TestCase("2001:db8:1:2:3:4:5:6", ExpectedResult = "2001:db8:1::/56")]
    [TestCase("2001:db8:1:12ff:3:4:5:6", ExpectedResult = "2001:db8:1:1200::/56")]
    [TestCase("fe80::1%eth0", ExpectedResult = "fe80::/56")]
    [TestCase("no address", ExpectedResult = null)]
    [TestCase(null, ExpectedResult = null)]
    public string? A_network_is_an_IPv4_24_or_an_IPv6_56(string? address) => ClientNetwork.Of(address);

    [TestCase("203.0.113.77", ExpectedResult = "203.0.113.77/32")]
    [TestCase("::ffff:203.0.113.77", ExpectedResult = "203.0.113.77/32")]
    [TestCase("2001:db8:1:2:3:4:5:6", ExpectedResult = "2001:db8:1:2::/64")]
    public string A_client_is_an_IPv4_address_or_an_IPv6_64(string address) => ClientNetwork.ClientOf(IPAddress.Parse(address));

    [TestCase("203.0.113.77", ExpectedResult = null)]
    [TestCase("::ffff:203.0.113.77", ExpectedResult = null)]
    [TestCase("2001:db8:1:1234::1", ExpectedResult = "2001:db8:1:1200::/56")]
    public string? A_household_is_an_IPv6_56(string address) => ClientNetwork.HouseholdOf(IPAddress.Parse(address));

    [TestCase("203.0.113.77", ExpectedResult = null)]
    [TestCase("2001:db8:1:1234::1", ExpectedResult = "2001:db8:1::/48")]
    public string? A_site_is_an_IPv6_48(string address) => ClientNetwork.SiteOf(IPAddress.Parse(address));

    [TestCase("203.0.113.77", ExpectedResult = "203.0.113.0/24 203.0.113.77/32")]
    [TestCase("::ffff:203.0.113.77", ExpectedResult = "203.0.113.0/24 203.0.113.77/32")]
    [TestCase("2001:db8:1:1234::1", ExpectedResult = "2001:db8:1::/48 2001:db8:1:1200::/56 2001:db8:1:1234::/64")]
    [TestCase("no address", ExpectedResult = "unknown")]
    [TestCase(null, ExpectedResult = "unknown")]
    public string A_path_lists_the_networks_from_the_widest_to_the_client(string? address) =>
        string.Join(' ', ClientNetwork.PathOf(address));
}
