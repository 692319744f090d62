using System.Collections.Frozen;
using Auth.Domain.Sessions;

namespace Auth.Application.Login.External;

/// <summary>Converts the methods of a provider (<c>amr</c>, RFC 8176) to those of a login.</summary>
internal static class ExternalMethods
{
    // Possession, and biometrics. A PIN or a question is knowledge, like the password.
    private static readonly FrozenSet<string> SecondFactors = FrozenSet.Create(
        StringComparer.Ordinal,
        AuthenticationMethods.MultipleFactors, AuthenticationMethods.OneTimePassword, AuthenticationMethods.HardwareKey,
        AuthenticationMethods.SoftwareKey, "face", "fpt", "iris", "mca", "retina", "sc", "sms", "tel", "vbm");

    /// <summary>Returns the methods. The provider is trusted to have verified a second factor if it names one.</summary>
    public static AuthenticationMethods Of(IReadOnlyList<string> methods)
    {
        var known = methods.Where(SecondFactors.Contains).ToList();
        return known.Count == 0
            ? AuthenticationMethods.Of(AuthenticationMethods.ExternalProvider)
            : AuthenticationMethods.Of([AuthenticationMethods.ExternalProvider, AuthenticationMethods.MultipleFactors, .. known]);
    }
}
