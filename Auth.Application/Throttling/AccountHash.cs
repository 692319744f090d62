using System.Security.Cryptography;
using System.Text;
using Auth.Application.Tokens;
using Auth.Domain.Users;
using Microsoft.Extensions.Options;

namespace Auth.Application.Throttling;

/// <summary>Names an address without telling it: whoever reads the database cannot find out which addresses were tried.</summary>
public sealed class AccountHash(IOptions<AuthOptions> options)
{
    private readonly byte[] _key = DerivedKey.From(options.Value.Jwt.Secret!, "auth: account of a login");

    /// <summary>HMAC-SHA-256 of the address in the form that is unique among users; any text may be given.</summary>
    public byte[] Of(string email) => HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(EmailAddress.Normalize(email)));
}
