using Auth.Api.Hosting;
using Microsoft.Extensions.Options;

namespace Auth.Tests.Unit;

/// <summary>Settings that pass validation.</summary>
internal static class Settings
{
    public const string Secret = "a-secret-of-the-tests-0123456789abcdef";

    /// <summary>Returns the settings after an optional change.</summary>
    public static IOptions<AuthApiOptions> Create(Action<AuthApiOptions>? change = null)
    {
        var options = new AuthApiOptions { Jwt = { Secret = Secret } };
        change?.Invoke(options);
        return Options.Create(options);
    }
}
