using System.Text;
using System.Text.Json;
using Auth.Application.Encryption;
using Auth.Domain.Credentials;
using Microsoft.Extensions.Options;

namespace Auth.Application.Login.External;

/// <summary>Encrypts the tokens of providers. The ciphertext is bound to its link.</summary>
public sealed class ProviderTokenProtector(IOptions<AuthOptions> options)
{
    /// <summary>The maximum length of encrypted tokens. Longer ones are not kept.</summary>
    internal const int MaxLength = 32 * 1024;

    private readonly SecretCipher _cipher = new(options.Value.Jwt, "auth: tokens of external providers");

    /// <summary>Encrypts tokens.</summary>
    /// <returns>Null if the tokens are too long.</returns>
    public byte[]? Protect(ExternalLogin login, ProviderTokens tokens)
    {
        var text = JsonSerializer.SerializeToUtf8Bytes(tokens);
        return text.Length + SecretCipher.Overhead > MaxLength ? null : _cipher.Encrypt(text, LinkOf(login));
    }

    /// <summary>Decrypts the tokens of a link.</summary>
    /// <returns>Null if there are none, or if they were encrypted with another key or for another link.</returns>
    public ProviderTokens? Unprotect(ExternalLogin login) =>
        login.ProtectedTokens is { } bytes && _cipher.Decrypt(bytes, LinkOf(login), out _) is { } text
            ? JsonSerializer.Deserialize<ProviderTokens>(text)
            : null;

    private static byte[] LinkOf(ExternalLogin login) =>
        Encoding.UTF8.GetBytes($"{login.UserId:D} {login.Provider} {login.AccountId}");
}
