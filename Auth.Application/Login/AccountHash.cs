using System.Security.Cryptography;
using System.Text;
using Auth.Application.Backends.Jwt;
using Auth.Domain.Users;
using Microsoft.Extensions.Options;

namespace Auth.Application.Login;

/// <summary>A keyed hash of an e-mail address. The database does not reveal which addresses were tried.</summary>
public sealed class AccountHash(IOptions<AuthOptions> options)
{
    private readonly byte[] _key = DerivedKey.From(options.Value.Jwt.Secret!, "auth: account of a login");
    private readonly byte[] _secondFactorKey = DerivedKey.From(options.Value.Jwt.Secret!, "auth: second factor of a login");

    /// <summary>Returns the HMAC-SHA-256 of the normalised address. Accepts any text.</summary>
    public byte[] Of(string email) => HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(EmailAddress.Normalize(email)));

    /// <summary>
    /// Returns the name under which guesses at a user's second factor are counted. Its key is another one, so that no text in a login
    /// form has the same hash.
    /// </summary>
    public byte[] OfSecondFactor(Guid userId) => HMACSHA256.HashData(_secondFactorKey, userId.ToByteArray());
}
