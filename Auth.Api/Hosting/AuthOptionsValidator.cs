using System.Text.RegularExpressions;
using Auth.Application;
using Microsoft.Extensions.Options;

namespace Auth.Api.Hosting;

/// <summary>
/// Validates all settings by the attributes of the options classes, and by their own <c>Validate</c> for contradictions. Each
/// message starts with the setting.
/// </summary>
internal sealed partial class AuthOptionsValidator : IValidateOptions<AuthApiOptions>
{
    public ValidateOptionsResult Validate(string? name, AuthApiOptions options)
    {
        var result = new Annotations().Validate(AuthOptions.SectionName, options);
        return result.Failed ? ValidateOptionsResult.Fail(result.Failures.Select(NameSetting)) : result;
    }

    // "Port: The field Auth.Email.Smtp.Port must be …" becomes "Auth:Email:Smtp:Port must be …".
    private static string NameSetting(string failure) => Subject().Replace(failure, match =>
        match.Groups["path"].Value.Replace('.', ':').Replace("[", ":", StringComparison.Ordinal).Replace("]", "", StringComparison.Ordinal));

    [GeneratedRegex(@"^\w+: (The (field )?)?(?<path>Auth[\w.\[\]]+)( field)?", RegexOptions.ExplicitCapture)]
    private static partial Regex Subject();

    [OptionsValidator]
    private sealed partial class Annotations : IValidateOptions<AuthApiOptions>;
}
