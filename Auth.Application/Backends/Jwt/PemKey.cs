using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Auth.Application.Backends.Jwt;

/// <summary>
/// Reads a key in PEM (RFC 7468): a private key in PKCS #8, PKCS #1 or SEC 1, or a public key. Its messages contain no part of
/// the input.
/// </summary>
internal static class PemKey
{
    private static readonly string[] PrivateLabels = ["PRIVATE KEY", "RSA PRIVATE KEY", "EC PRIVATE KEY"];
    private static readonly string[] PublicLabels = ["PUBLIC KEY", "RSA PUBLIC KEY"];

    /// <summary>Reads a key. The text must contain exactly one key.</summary>
    /// <param name="pem">The key in PEM.</param>
    /// <param name="isPrivate">Whether a private key is required. If not, a public or a private key is accepted.</param>
    /// <param name="key">The key, which is an <see cref="RSA"/> or an <see cref="ECDsa"/>.</param>
    /// <param name="problem">The reason for failure, as the predicate of a sentence whose subject is the key.</param>
    public static bool TryRead(
        string pem,
        bool isPrivate,
        [NotNullWhen(true)] out AsymmetricAlgorithm? key,
        [NotNullWhen(false)] out string? problem)
    {
        var labels = LabelsOf(pem);
        var (privateKeys, publicKeys) = (labels.Count(PrivateLabels.Contains), labels.Count(PublicLabels.Contains));
        key = null;
        problem = (privateKeys, publicKeys) switch
        {
            _ when labels.Contains("ENCRYPTED PRIVATE KEY") || pem.Contains("Proc-Type: 4,ENCRYPTED", StringComparison.Ordinal) =>
                "is encrypted: a key without a passphrase is required (openssl pkey -in encrypted.pem -out key.pem).",
            (0, 1) when isPrivate => "is a public key: a private key is required for signing.",
            (1, 0) or (0, 1) => null,
            (0, 0) => "is no key in PEM: a private key in PKCS #8, PKCS #1 or SEC 1"
                + (isPrivate ? " is required (created by: keys generate)." : " or a public key is required."),
            _ => "is more than one key: exactly one is required.",
        };
        if (problem is not null)
            return false;
        key = Import(pem);
        problem = key is null ? "cannot be read: it must be an RSA key or one on the curve P-256." : null;
        return key is not null;
    }

    private static List<string> LabelsOf(ReadOnlySpan<char> pem)
    {
        var labels = new List<string>();
        while (PemEncoding.TryFind(pem, out var fields))
        {
            labels.Add(pem[fields.Label].ToString());
            pem = pem[fields.Location.End..];
        }

        return labels;
    }

    private static AsymmetricAlgorithm? Import(string pem)
    {
        AsymmetricAlgorithm[] kinds = [RSA.Create(), ECDsa.Create()];
        var key = kinds.FirstOrDefault(kind => Holds(kind, pem));
        foreach (var other in kinds.Where(kind => kind != key))
            other.Dispose();
        return key;
    }

    private static bool Holds(AsymmetricAlgorithm kind, string pem)
    {
        try
        {
            kind.ImportFromPem(pem);
            return true;
        }
        catch (Exception exception) when (exception is CryptographicException or ArgumentException)
        {
            // The text contains a key of another type, or no key.
            return false;
        }
    }
}
