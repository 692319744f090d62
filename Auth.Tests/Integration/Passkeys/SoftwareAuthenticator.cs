using System.Buffers.Binary;
using System.Buffers.Text;
using System.Formats.Cbor;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Auth.Tests.Integration.Passkeys;

/// <summary>
/// An authenticator and a browser that behave as the test wants (WebAuthn Level 3 §6): one credential with a key on P-256.
/// </summary>
internal sealed class SoftwareAuthenticator
{
    public const string Origin = "http://localhost:5000";
    public const string RelyingParty = "localhost";

    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public byte[] CredentialId { get; init; } = RandomNumberGenerator.GetBytes(32);

    public byte[]? UserHandle { get; set; }

    /// <summary>The last signature counter; 0 for an authenticator without one.</summary>
    public uint Counter { get; set; }

    public bool Counts { get; init; }

    public Guid Aaguid { get; init; }

    /// <summary>Whether the passkey is synchronized between devices.</summary>
    public bool IsSynchronized { get; init; }

    /// <summary>Whether the attestation is signed by the key itself.</summary>
    public bool Attests { get; init; }

    /// <summary>Creates a credential.</summary>
    public JsonObject Create(JsonElement options, PasskeyForgery? forgery = null)
    {
        forgery ??= new();
        UserHandle ??= Base64Url.DecodeFromChars(options.GetProperty("user").GetProperty("id").GetString());
        var clientData = ClientData("webauthn.create", options, forgery);
        var data = AuthenticatorData(forgery, attested: true);
        var cbor = new CborWriter(CborConformanceMode.Ctap2Canonical);
        cbor.WriteStartMap(3);
        cbor.WriteTextString("fmt");
        cbor.WriteTextString(Attests ? "packed" : "none");
        cbor.WriteTextString("attStmt");
        if (Attests)
        {
            cbor.WriteStartMap(2);
            cbor.WriteTextString("alg");
            cbor.WriteInt32(-7);
            cbor.WriteTextString("sig");
            cbor.WriteByteString(Sign(data, clientData, forgery));
            cbor.WriteEndMap();
        }
        else
        {
            cbor.WriteStartMap(0);
            cbor.WriteEndMap();
        }

        cbor.WriteTextString("authData");
        cbor.WriteByteString(data);
        cbor.WriteEndMap();
        return Credential(new JsonObject
        {
            ["clientDataJSON"] = Base64Url.EncodeToString(clientData),
            ["attestationObject"] = Base64Url.EncodeToString(cbor.Encode()),
            ["transports"] = new JsonArray("internal", "hybrid"),
        });
    }

    /// <summary>Signs the challenge of a login.</summary>
    public JsonObject Assert(JsonElement options, PasskeyForgery? forgery = null)
    {
        forgery ??= new();
        if (Counts)
            Counter++;
        var clientData = ClientData("webauthn.get", options, forgery);
        var data = AuthenticatorData(forgery, attested: false);
        var response = new JsonObject
        {
            ["clientDataJSON"] = Base64Url.EncodeToString(clientData),
            ["authenticatorData"] = Base64Url.EncodeToString(data),
            ["signature"] = Base64Url.EncodeToString(Sign(data, clientData, forgery)),
        };
        if (!forgery.OmitsUserHandle)
            response["userHandle"] = Base64Url.EncodeToString(forgery.UserHandle ?? UserHandle);
        return Credential(response);
    }

    private JsonObject Credential(JsonObject response) => new()
    {
        ["id"] = Base64Url.EncodeToString(CredentialId),
        ["rawId"] = Base64Url.EncodeToString(CredentialId),
        ["type"] = "public-key",
        ["authenticatorAttachment"] = "platform",
        ["clientExtensionResults"] = new JsonObject(),
        ["response"] = response,
    };

    private static byte[] ClientData(string type, JsonElement options, PasskeyForgery forgery) => JsonSerializer.SerializeToUtf8Bytes(
        new
        {
            type = forgery.Type ?? type,
            challenge = forgery.Challenge ?? options.GetProperty("challenge").GetString(),
            origin = forgery.Origin ?? Origin,
            crossOrigin = forgery.CrossOrigin,
        });

    private byte[] AuthenticatorData(PasskeyForgery forgery, bool attested)
    {
        var flags = (forgery.IsUserPresent ? 0x01 : 0) | (forgery.IsUserVerified ? 0x04 : 0) | (IsSynchronized ? 0x18 : 0)
            | (attested ? 0x40 : 0);
        List<byte> data = [.. SHA256.HashData(Encoding.UTF8.GetBytes(forgery.RelyingParty ?? RelyingParty)), (byte)flags];
        var counter = new byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(counter, Counter);
        data.AddRange(counter);
        if (attested)
        {
            data.AddRange(Aaguid.ToByteArray(bigEndian: true));
            data.AddRange([(byte)(CredentialId.Length >> 8), (byte)CredentialId.Length]);
            data.AddRange(CredentialId);
            data.AddRange(PublicKey());
        }

        return [.. data];
    }

    private byte[] PublicKey()
    {
        var point = _key.ExportParameters(includePrivateParameters: false).Q;
        var cbor = new CborWriter(CborConformanceMode.Ctap2Canonical);
        cbor.WriteStartMap(5);
        foreach (var (label, value) in new[] { (1, 2), (3, -7), (-1, 1) })
        {
            cbor.WriteInt32(label);
            cbor.WriteInt32(value);
        }

        cbor.WriteInt32(-2);
        cbor.WriteByteString(point.X!);
        cbor.WriteInt32(-3);
        cbor.WriteByteString(point.Y!);
        cbor.WriteEndMap();
        return cbor.Encode();
    }

    private byte[] Sign(byte[] data, byte[] clientData, PasskeyForgery forgery)
    {
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        byte[] text = [.. data, .. SHA256.HashData(clientData)];
        return (forgery.SignsWithOtherKey ? other : _key)
            .SignData(text, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
    }
}

/// <summary>What an attacker changes.</summary>
internal sealed record PasskeyForgery
{
    public string? Type { get; init; }

    public string? Challenge { get; init; }

    public string? Origin { get; init; }

    public string? RelyingParty { get; init; }

    public byte[]? UserHandle { get; init; }

    public bool OmitsUserHandle { get; init; }

    public bool CrossOrigin { get; init; }

    public bool IsUserPresent { get; init; } = true;

    public bool IsUserVerified { get; init; } = true;

    public bool SignsWithOtherKey { get; init; }
}
