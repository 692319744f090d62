using System.Buffers.Text;
using System.Text.Json;
using Auth.Application;
using Auth.Application.Login.Passkeys;
using Auth.Domain.Credentials;
using Microsoft.Extensions.Options;

namespace Auth.Tests.Unit.Login.Passkeys;

/// <summary>
/// The published test vectors of WebAuthn Level 3 §16: no attestation (§16.2), self attestation (§16.3), and a frame of another site
/// (§16.4).
/// </summary>
public sealed class PasskeyVectorTests
{
    private const string NoneClientData =
        "7b2274797065223a22776562617574686e2e637265617465222c226368616c6c656e6765223a22414d4d507434557878475453746e636471"
        + "34313759447742466938767049612d7077386f4f755657345441222c226f726967696e223a2268747470733a2f2f6578616d706c652e6f72"
        + "67222c2263726f73734f726967696e223a66616c73652c22657874726144617461223a22636c69656e74446174614a534f4e206d61792062"
        + "6520657874656e6465642077697468206164646974696f6e616c206669656c647320696e20746865206675747572652c2073756368206173"
        + "20746869733a20426b5165446a646354427258426941774a544c453551227d";

    private const string NoneAttestation =
        "a363666d74646e6f6e656761747453746d74a068617574684461746158a4bfabc37432958b063360d3ad6461c9c4735ae7f8edd46592a5e0"
        + "f01452b2e4b559000000008446ccb9ab1db374750b2367ff6f3a1f0020f91f391db4c9b2fde0ea70189cba3fb63f579ba6122b33ad94ff3e"
        + "c330084be4a5010203262001215820afefa16f97ca9b2d23eb86ccb64098d20db90856062eb249c33a9b672f26df61225820930a56b87a2f"
        + "ca66334b03458abf879717c12cc68ed73290af2e2664796b9220";

    private const string NoneLoginClientData =
        "7b2274797065223a22776562617574686e2e676574222c226368616c6c656e6765223a224f63446e55685158756c5455506f334a55585430"
        + "49393770767a7a59425039745a63685879617630314167222c226f726967696e223a2268747470733a2f2f6578616d706c652e6f7267222c"
        + "2263726f73734f726967696e223a66616c73657d";

    private const string NoneAuthenticatorData =
        "bfabc37432958b063360d3ad6461c9c4735ae7f8edd46592a5e0f01452b2e4b51900000000";

    private const string NoneSignature =
        "3046022100f50a4e2e4409249c4a853ba361282f09841df4dd4547a13a87780218deffcd380221008480ac0f0b93538174f575bf11a1dd5d"
        + "78c6e486013f937295ea13653e331e87";

    private const string SelfClientData =
        "7b2274797065223a22776562617574686e2e637265617465222c226368616c6c656e6765223a2265476e4374334c55745936366b336a506a"
        + "796e6962506b31716e666644616966715a774c33417032392d55222c226f726967696e223a2268747470733a2f2f6578616d706c652e6f72"
        + "67222c2263726f73734f726967696e223a66616c73652c22657874726144617461223a22636c69656e74446174614a534f4e206d61792062"
        + "6520657874656e6465642077697468206164646974696f6e616c206669656c647320696e20746865206675747572652c2073756368206173"
        + "20746869733a205539685458764b453255526b4d6e625f307859485667227d";

    private const string SelfAttestation =
        "a363666d74667061636b65646761747453746d74a263616c672663736967584630440220067a20754ab925005dbf378097c92120031581c7"
        + "3228d1fb4f5b881bcd7da98302207fc7b147558c7c0eba3af18bd9d121fa3d3a26d17fe3f220272178f473b6006d68617574684461746158"
        + "a4bfabc37432958b063360d3ad6461c9c4735ae7f8edd46592a5e0f01452b2e4b55d00000000df850e09db6afbdfab51697791506cfc0020"
        + "455ef34e2043a87db3d4afeb39bbcb6cc32df9347c789a865ecdca129cbef58ca5010203262001215820eb151c8176b225cc651559fecf07"
        + "af450fd85802046656b34c18f6cf193843c5225820927b8aa427a2be1b8834d233a2d34f61f13bfd44119c325d5896e183fee484f2";

    private const string SelfLoginClientData =
        "7b2274797065223a22776562617574686e2e676574222c226368616c6c656e6765223a225248696843784e534e493352594d45314f773147"
        + "6d3132786e726b634a5f6666707637546e2d4a71386773222c226f726967696e223a2268747470733a2f2f6578616d706c652e6f7267222c"
        + "2263726f73734f726967696e223a66616c73652c22657874726144617461223a22636c69656e74446174614a534f4e206d61792062652065"
        + "7874656e6465642077697468206164646974696f6e616c206669656c647320696e20746865206675747572652c2073756368206173207468"
        + "69733a206754623533727a36456853576f6d58477a696d433151227d";

    private const string SelfAuthenticatorData =
        "bfabc37432958b063360d3ad6461c9c4735ae7f8edd46592a5e0f01452b2e4b50900000000";

    private const string SelfSignature =
        "304402203310b9431903c401f1be2bdc8d23a4007682dbbddcf846994947b7f465daf84002204e94dd00047b316061b3b99772b7efd95994"
        + "a83ef584b3b6b825ea3550251b66";

    private const string CrossClientData =
        "7b2274797065223a22776562617574686e2e637265617465222c226368616c6c656e6765223a224f2d57717a514e5463554a484930437257"
        + "576e7951504859647862694332674872434d475666704c4f306b222c226f726967696e223a2268747470733a2f2f6578616d706c652e6f72"
        + "67222c2263726f73734f726967696e223a747275652c22657874726144617461223a22636c69656e74446174614a534f4e206d6179206265"
        + "20657874656e6465642077697468206164646974696f6e616c206669656c647320696e20746865206675747572652c207375636820617320"
        + "746869733a207a5a7175457444523944577170573574425754467567227d";

    private const string CrossAttestation =
        "a363666d74646e6f6e656761747453746d74a068617574684461746158a4bfabc37432958b063360d3ad6461c9c4735ae7f8edd46592a5e0"
        + "f01452b2e4b54500000000883f4f6014f19c09d87aa38123be48d000206e1050c0d2ca2f07c755cb2c66a74c64fa43065c18f938354d9915"
        + "db2bd5ce57a501020326200121582022200a473f90b11078851550d03b4e44a2279f8c4eca27b3153dedfe03e4e97d225820cbd0be95e746"
        + "ad6f5a8191be11756e4c0420e72f65b466d39bc56b8b123a9c6e";

    private const string NoneId = "f91f391db4c9b2fde0ea70189cba3fb63f579ba6122b33ad94ff3ec330084be4";

    private const string SelfId = "455ef34e2043a87db3d4afeb39bbcb6cc32df9347c789a865ecdca129cbef58c";

    private const string CrossId = "6e1050c0d2ca2f07c755cb2c66a74c64fa43065c18f938354d9915db2bd5ce57";

    private readonly PasskeyCeremonies _ceremonies = new(Options.Create(Settings()));

    [TestCase(NoneClientData, NoneAttestation, NoneId, "8446ccb9-ab1d-b374-750b-2367ff6f3a1f")]
    [TestCase(SelfClientData, SelfAttestation, SelfId, "df850e09-db6a-fbdf-ab51-697791506cfc")]
    public async Task A_registration_is_verified(string clientData, string attestation, string credentialId, string aaguid)
    {
        var credential = await RegisterAsync(clientData, attestation, credentialId);

        Assert.That(credential, Is.Not.Null);
        Assert.Multiple(() =>
        {
            Assert.That(Convert.ToHexStringLower(credential!.Id), Is.EqualTo(credentialId));
            Assert.That($"{credential.Aaguid}", Is.EqualTo(aaguid));
            Assert.That((credential.IsBackupEligible, credential.IsBackedUp, credential.SignCount), Is.EqualTo((true, true, 0L)));
        });
    }

    [Test]
    public async Task A_registration_in_a_frame_of_another_site_is_refused() =>
        Assert.That(await RegisterAsync(CrossClientData, CrossAttestation, CrossId), Is.Null);

    [Test]
    public async Task A_self_attestation_for_other_client_data_is_refused() =>
        Assert.That(await RegisterAsync(NoneClientData, SelfAttestation, SelfId), Is.Null);

    [TestCase(NoneClientData, NoneAttestation, NoneId, NoneLoginClientData, NoneAuthenticatorData, NoneSignature)]
    [TestCase(SelfClientData, SelfAttestation, SelfId, SelfLoginClientData, SelfAuthenticatorData, SelfSignature)]
    public async Task A_login_is_verified(
        string clientData, string attestation, string id, string login, string authenticatorData, string signature)
    {
        var passkey = Passkey.Create(Guid.NewGuid(), (await RegisterAsync(clientData, attestation, id))!, "vector", DateTimeOffset.UnixEpoch);

        Assert.That(await LoginAsync(passkey, login, authenticatorData, signature));
    }

    [TestCase(NoneLoginClientData, NoneAuthenticatorData, SelfSignature)]
    [TestCase(SelfLoginClientData, NoneAuthenticatorData, NoneSignature)]
    [TestCase(NoneLoginClientData, SelfAuthenticatorData, NoneSignature)]
    public async Task A_login_with_a_part_of_another_is_refused(string login, string authenticatorData, string signature)
    {
        var passkey = Passkey.Create(
            Guid.NewGuid(), (await RegisterAsync(NoneClientData, NoneAttestation, NoneId))!, "vector", DateTimeOffset.UnixEpoch);

        Assert.That(await LoginAsync(passkey, login, authenticatorData, signature), Is.False);
    }

    private static AuthOptions Settings()
    {
        var options = new AuthOptions();
        options.Passkeys.RelyingPartyId = "example.org";
        options.Passkeys.Origins.Add("https://example.org");

        // Some of the vectors have no verification of the user.
        options.Passkeys.UserVerification = PasskeyUserVerification.Preferred;
        return options;
    }

    private Task<PasskeyCredential?> RegisterAsync(string clientData, string attestation, string credentialId)
    {
        var response = Response(Base64(credentialId), new()
        {
            ["clientDataJSON"] = Base64(clientData),
            ["attestationObject"] = Base64(attestation),
        });
        return _ceremonies.VerifyRegistrationAsync(
            response, SomeUser.Create(), PasskeyCeremonies.RegistrationChallenge(response)!, default);
    }

    private async Task<bool> LoginAsync(Passkey passkey, string clientData, string authenticatorData, string signature)
    {
        var assertion = PasskeyAssertion.Parse(Response(Base64Url.EncodeToString(passkey.CredentialId), new()
        {
            ["clientDataJSON"] = Base64(clientData),
            ["authenticatorData"] = Base64(authenticatorData),
            ["signature"] = Base64(signature),
        }));
        Assert.That(assertion, Is.Not.Null);
        return await _ceremonies.VerifyAssertionAsync(assertion!, passkey, verifiesUser: true, default);
    }

    private static JsonElement Response(string id, Dictionary<string, string> response) => JsonSerializer.SerializeToElement(
        new { id, rawId = id, type = "public-key", response, clientExtensionResults = new { } });

    private static string Base64(string hex) => Base64Url.EncodeToString(Convert.FromHexString(hex));
}
