using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Auth.Domain.Users;

namespace Auth.Tests.Conformance;

/// <summary>
/// The claims of a token signed by another program with the shared secret: claim names and their values as JSON text.
/// </summary>
internal sealed class Claims
{
    /// <summary>An expiry later than every test clock: the year 2100.</summary>
    private const string Later = "4102444800";

    private readonly Dictionary<string, string> _claims = [];

    private Claims(User user, string audience) =>
        With("sub", $"\"{user.Id}\"").With("aud", audience).With("exp", Later);

    /// <summary>Returns the claims that current versions of fastapi-users write into access tokens.</summary>
    public static Claims ForAccess(User user) => new(user, """["fastapi-users:auth"]""");

    /// <summary>Returns the claims that current versions of fastapi-users write into verification tokens.</summary>
    public static Claims ForVerification(User user) =>
        new Claims(user, "\"fastapi-users:verify\"").With("email", $"\"{user.Email}\"");

    /// <summary>Returns the claims of a reset token, with the fingerprint of the stored password hash.</summary>
    public static Claims ForReset(User user) =>
        new Claims(user, "\"fastapi-users:reset\"").With("password_fgpt", $"\"{Fingerprint(user)}\"");

    /// <summary>Returns the unpadded base64url SHA-256 digest of the stored hash.</summary>
    public static string Fingerprint(User user) =>
        Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(user.HashedPassword)));

    /// <summary>Sets a claim, or removes it when the JSON is null.</summary>
    public Claims With(string name, string? json)
    {
        if (json is null)
            _claims.Remove(name);
        else
            _claims[name] = json;
        return this;
    }

    public override string ToString() =>
        $"{{{string.Join(',', _claims.Select(claim => $"\"{claim.Key}\":{claim.Value}"))}}}";

    /// <summary>Returns a signed token with these claims.</summary>
    public string Sign() => Jwt.Sign(ToString());
}
