using System.Globalization;
using Microsoft.Net.Http.Headers;

namespace Auth.Api.Errors;

/// <summary>The <c>Retry-After</c> header.</summary>
internal static class RetryAfter
{
    /// <summary>
    /// Sets <c>Retry-After</c> to whole seconds, rounded up so that clients do not retry too early (RFC 9110 §10.2.3).
    /// </summary>
    public static void SetRetryAfter(this IHeaderDictionary headers, TimeSpan wait) =>
        headers[HeaderNames.RetryAfter] =
            Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
}
