using Auth.Domain;

namespace Auth.Tests.Unit.Users;

public sealed class CanonicalGuidTests
{
    [TestCase("7c4fd1e2-9b3a-4c55-8f60-0a1b2c3d4e5f")]
    [TestCase("7C4FD1E2-9B3A-4C55-8F60-0A1B2C3D4E5F")]
    [TestCase("7c4fd1e2-9B3A-4c55-8F60-0a1b2c3d4e5f")]
    [TestCase("00000000-0000-0000-0000-000000000000")]
    public void A_canonical_UUID_is_accepted_in_either_case(string text)
    {
        Assert.That(CanonicalGuid.TryParse(text, out var id), Is.True);
        Assert.That(id.ToString("D"), Is.EqualTo(text).IgnoreCase);
    }

    [TestCase(null)]
    [TestCase("")]
    [TestCase("1")]
    [TestCase("7c4fd1e29b3a4c558f600a1b2c3d4e5f")]
    [TestCase("{7c4fd1e2-9b3a-4c55-8f60-0a1b2c3d4e5f}")]
    [TestCase("(7c4fd1e2-9b3a-4c55-8f60-0a1b2c3d4e5f)")]
    [TestCase(" 7c4fd1e2-9b3a-4c55-8f60-0a1b2c3d4e5f")]
    [TestCase("7c4fd1e2-9b3a-4c55-8f60-0a1b2c3d4e5f\n")]
    [TestCase("7c4fd1e2-9b3a-4c55-8f60-0a1b2c3d4e5")]
    [TestCase("7c4fd1e2-9b3a-4c55-8f60-0a1b2c3d4e5f0")]
    [TestCase("7c4fd1e29-b3a-4c55-8f60-0a1b2c3d4e5f")]
    [TestCase("+c4fd1e2-9b3a-4c55-8f60-0a1b2c3d4e5f")]
    [TestCase("0x4fd1e2-9b3a-4c55-8f60-0a1b2c3d4e5f")]
    [TestCase("0xc4fd1e-0x9b-0x4c-0x8f-0x0a1b2c3d4e")]
    [TestCase("7c4fd1e2–9b3a–4c55–8f60–0a1b2c3d4e5f")]
    [TestCase("７c4fd1e2-9b3a-4c55-8f60-0a1b2c3d4e5f")]
    [TestCase("gc4fd1e2-9b3a-4c55-8f60-0a1b2c3d4e5f")]
    [TestCase("7c4fd1e2-9b3a-4c55-8f60-0a1b2c3d4e5f\0")]
    public void Only_canonical_UUIDs_are_accepted(string? text) => Assert.That(CanonicalGuid.TryParse(text, out _), Is.False);
}
