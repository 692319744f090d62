using Auth.Domain.Users;

namespace Auth.Tests.Unit;

/// <summary>Creates users and addresses for tests.</summary>
internal static class SomeUser
{
    public const string Hash = "the hash of the user's password";

    public static User Create(
        string email = "user@example.com", string hashedPassword = Hash, bool active = true, bool verified = false)
    {
        var user = User.Create(Address(email), hashedPassword);
        user.SetActive(active);
        user.SetVerified(verified);
        return user;
    }

    public static EmailAddress Address(string text) =>
        EmailAddress.TryParse(text, out var address, out var reason) ? address : throw new FormatException(reason);
}
