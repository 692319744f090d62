using System.Text;
using Auth.Application.Login.SecondFactors;

namespace Auth.Tests.Unit.Login;

/// <summary>The test vectors of RFC 6238 appendix B for SHA-1, of which a code of six digits has the last ones.</summary>
public sealed class TotpTests
{
    private static readonly byte[] Secret = Encoding.ASCII.GetBytes("12345678901234567890");

    [TestCase(59, "94287082")]
    [TestCase(1111111109, "07081804")]
    [TestCase(1111111111, "14050471")]
    [TestCase(1234567890, "89005924")]
    [TestCase(2000000000, "69279037")]
    [TestCase(20000000000, "65353130")]
    public void A_code_of_the_test_vectors_is_of_its_time_step(long seconds, string vector) => Assert.That(
        TotpFactorKind.StepOf(Secret, vector[2..], DateTimeOffset.FromUnixTimeSeconds(seconds)), Is.EqualTo(seconds / 30));

    [TestCase(-61, false)]
    [TestCase(-60, false)]
    [TestCase(-31, false)]
    [TestCase(-30, true)]
    [TestCase(29, true)]
    [TestCase(59, true)]
    [TestCase(60, false)]
    public void A_code_is_accepted_in_its_time_step_and_in_those_next_to_it(int offset, bool isAccepted)
    {
        const long Start = 1111111110 / 30 * 30;

        var step = TotpFactorKind.StepOf(Secret, "050471", DateTimeOffset.FromUnixTimeSeconds(Start + offset));

        Assert.That(step, isAccepted ? Is.EqualTo(Start / 30) : Is.Null);
    }

    [TestCase("050 471", ExpectedResult = true)]
    [TestCase("14050471", ExpectedResult = false)]
    [TestCase("50471", ExpectedResult = false)]
    [TestCase("", ExpectedResult = false)]
    [TestCase("٠٥٠٤٧١", ExpectedResult = false)]
    [TestCase("０５０４７１", ExpectedResult = false)]
    [TestCase("05047\u0000", ExpectedResult = false)]
    [TestCase("-50471", ExpectedResult = false)]
    public bool Only_six_ASCII_digits_are_a_code(string code) =>
        TotpFactorKind.StepOf(Secret, code, DateTimeOffset.FromUnixTimeSeconds(1111111111)) is not null;
}
