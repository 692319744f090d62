using System.ComponentModel.DataAnnotations;

namespace Auth.Application.Login.External;

/// <summary>External logins of all providers: <c>Auth:ExternalLogins</c>.</summary>
public sealed class ExternalLoginOptions : IValidatableObject
{
    /// <summary>The time in seconds in which a user must complete a login at the provider.</summary>
    [Range(60, 3600)] public int StateSeconds { get; set; } = 600;

    /// <summary>The lifetime in seconds of the code with which a front end obtains tokens after a redirect.</summary>
    [Range(10, 600)] public int CodeSeconds { get; set; } = 60;

    /// <summary>The time limit in seconds for all requests to a provider in one login.</summary>
    [Range(1, 9)] public int TimeoutSeconds { get; set; } = 8;

    /// <summary>The maximum number of accounts that a user can link.</summary>
    [Range(1, 1000)] public int MaxPerUser { get; set; } = 20;

    /// <summary>
    /// The URLs to which a login may return, <c>return_to</c>, compared exactly: <c>https://app.example.com/login</c>. They use
    /// HTTPS, except on loopback.
    /// </summary>
    public IList<string> ReturnUrls { get; } = [];

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) =>
        ReturnUrls.Where(url => !ProviderUrl.IsSecure(url) || url.Contains('#', StringComparison.Ordinal)).Select(url =>
            new ValidationResult($"Auth:ExternalLogins:ReturnUrls contains {url}, which is not an absolute https URL without a fragment."));
}
