using System.Text;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Auth.Api.Binding;

/// <summary>
/// Reads the fields of a form as FastAPI does: names are case-sensitive, and the last of several fields with one name counts.
/// ASP.NET Core's own reader merges <c>USERNAME</c> into <c>username</c>.
/// </summary>
internal static class FormFields
{
    // The limit of ASP.NET Core. A longer boundary does not fit into the buffer of the reader.
    private const int LongestBoundary = 128;

    /// <summary>Reads the body of a request with a form content type. Its length is limited by the server.</summary>
    /// <exception cref="InvalidDataException">The form is malformed.</exception>
    /// <exception cref="IOException">The form ends too early.</exception>
    /// <exception cref="NotSupportedException">The form is in an unsupported charset.</exception>
    public static async Task<FormCollection> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var type = MediaTypeHeaderValue.Parse(request.ContentType);
        var fields = new Dictionary<string, StringValues>(StringComparer.Ordinal);
        if (type.Type.Equals("multipart", StringComparison.OrdinalIgnoreCase))
            await ReadPartsAsync(request.Body, BoundaryOf(type), fields, cancellationToken);
        else
            await ReadPairsAsync(request.Body, type.Encoding ?? Encoding.UTF8, fields, cancellationToken);
        return new FormCollection(fields);
    }

    private static async Task ReadPairsAsync(
        Stream body, Encoding encoding, Dictionary<string, StringValues> fields, CancellationToken cancellationToken)
    {
        using var buffer = new MemoryStream();
        await body.CopyToAsync(buffer, cancellationToken);

        // A form has the syntax of a query string.
        foreach (var pair in new QueryStringEnumerable('?' + encoding.GetString(buffer.GetBuffer(), 0, (int)buffer.Length)))
            fields[pair.DecodeName().ToString()] = pair.DecodeValue().ToString();
    }

    private static async Task ReadPartsAsync(
        Stream body, string boundary, Dictionary<string, StringValues> fields, CancellationToken cancellationToken)
    {
        var reader = new MultipartReader(boundary, body);
        while (await reader.ReadNextSectionAsync(cancellationToken) is { } section)
        {
            var disposition = section.GetContentDispositionHeader()
                ?? throw new InvalidDataException("A part of the form has no Content-Disposition.");
            if (disposition.IsFormDisposition())
                fields[HeaderUtilities.RemoveQuotes(disposition.Name).ToString()] = await section.ReadAsStringAsync(cancellationToken);
        }
    }

    private static string BoundaryOf(MediaTypeHeaderValue type) =>
        HeaderUtilities.RemoveQuotes(type.Boundary).ToString() is { Length: > 0 and <= LongestBoundary } boundary
            ? boundary
            : throw new InvalidDataException("The form has no valid boundary.");
}
