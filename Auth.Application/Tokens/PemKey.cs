using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Auth.Application.Tokens;

/// <summary>
/// Reads a key in PEM (RFC 7468): PKCS #8, PKCS #1 or SEC 1 of a private key, or a public key. Nothing that it says holds any
/// of the text.
/// </summary>
internal static class PemKey
{
    private static readonly string[] PrivateLabels = ["PRIVATE KEY", "RSA PRIVATE KEY", "EC PRIVATE KEY"];
    private static readonly string[] PublicLabels = ["PUBLIC KEY", "RSA PUBLIC KEY"];

    /// <summary>Reads the one key in the text.</summary>
    /// <param name="pem">The text.</param>
    /// <param name="isPrivate">Whether it has to be a private key; a private one is good where a public one is wanted.</param>
    /// <param name="key">The key, an <see cref="RSA"/> or an <see cref="ECDsa"/>.</param>
    /// <param name="problem">Without a key, why, as the end of a sentence that begins with the key.</param>
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
                "is encrypted: it must be readable without a passphrase (openssl pkey -in encrypted.pem -out key.pem).",
            (0, 1) when isPrivate => "is a public key: tokens are signed with a private one.",
            (1, 0) or (0, 1) => null,
            (0, 0) => "is no key in PEM: a private one in PKCS#8, PKCS#1 or SEC1"
                + (isPrivate ? "; keys generate makes one." : ", or a public one."),
            _ => "is more than one key: it must be one.",
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
            // A key of another kind, or none.
            return false;
        }
    }
}
