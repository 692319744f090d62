using System.Diagnostics;
using OpenTelemetry;

namespace Auth.Api.Hosting;

/// <summary>
/// Removes client-supplied and personal data from request spans: queries contain e-mail addresses, and paths contain ids.
/// </summary>
internal sealed class RequestSpanRedaction : BaseProcessor<Activity>
{
    private const string Source = "Microsoft.AspNetCore";

    // All other tags are removed, because another version of the instrumentation can record more tags.
    private static readonly HashSet<string> Harmless =
    [
        "error.type",
        "http.request.method",
        "http.response.status_code",
        "http.route",
        "network.protocol.version",
        "url.scheme",
    ];

    public override void OnEnd(Activity data)
    {
        if (data.Source.Name != Source)
            return;
        foreach (var (name, _) in data.TagObjects.ToList())
        {
            if (!Harmless.Contains(name))
                data.SetTag(name, null);
        }

        // This removes the description of the status, which can be the message of an exception.
        data.SetStatus(data.Status);
    }
}
