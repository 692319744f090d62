using Auth.Application.Login.SecondFactors;

namespace Auth.Tests.Unit.Login;

/// <summary>A gate for users without second factors. It has no services, so a use would fail the test.</summary>
internal static class NoSecondFactors
{
    public static SecondFactorGate Gate { get; } = new(null!, null!, null!);
}
