using System.Diagnostics;
using OpenTelemetry;

namespace Auth.Api.Telemetry;

/// <summary>
/// Leaves nothing of a request's span that its client wrote or that tells who it is: addresses are in queries, ids in paths.
/// </summary>
internal sealed class RequestSpanRedaction : BaseProcessor<Activity>
{
    private const string Source = "Microsoft.AspNetCore";

    // What is not known to be harmless goes: another version of the instrumentation may record more.
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

        // Its description would be an exception's message.
        data.SetStatus(data.Status);
    }
}
