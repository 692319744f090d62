using System.ComponentModel.DataAnnotations;
using Auth.Application.Login.External;
using Auth.Application.Mail;

namespace Auth.Application.Login.MagicLinks;

/// <summary>Logins by mail, with a link or a code: <c>Auth:MagicLink</c>.</summary>
public sealed class MagicLinkOptions : IValidatableObject
{
    /// <summary>Enables logins by mail.</summary>
    public bool Enabled { get; set; }

    /// <summary>
    /// The URL of the link, with the placeholder <c>{token}</c> after a <c>#</c>. Without it, the mail contains the code only, unless
    /// the request names one of the <see cref="ReturnUrls"/>.
    /// </summary>
    public string? Url { get; set; }

    /// <summary>
    /// The URLs that a request may choose for the link instead, <c>return_to</c>, compared exactly. The link is the URL with
    /// <c>#token=…</c>. They use HTTPS, except on loopback.
    /// </summary>
    public IList<string> ReturnUrls { get; } = [];

    /// <summary>The lifetime of the token and the code in seconds, from the request.</summary>
    [Range(60, 3600)] public int LifetimeSeconds { get; set; } = 600;

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Url is not null && !EmailOptions.IsLink(Url))
        {
            yield return new("Auth:MagicLink:Url must be an absolute http(s) URL with {token} after a #, so that no server logs it: "
                + "https://example.com/login#token={token}.");
        }

        foreach (var url in ReturnUrls.Where(url => !ProviderUrl.IsSecure(url) || url.Contains('#', StringComparison.Ordinal)))
            yield return new($"Auth:MagicLink:ReturnUrls contains {url}, which is not an absolute https URL without a fragment.");
    }
}
