using System.Text;
using System.Text.Json;
using Auth.Application.Users.Import;

namespace Auth.Infrastructure.Import;

/// <summary>Finds an array in a JSON file that consists of one object, such as <c>{"users": […]}</c>, in constant memory.</summary>
internal sealed class JsonMember(string name)
{
    private const int FirstBuffer = 64 * 1024, LongestValue = 16 * 1024 * 1024;

    private static readonly JsonReaderOptions Options = new() { AllowMultipleValues = true };

    private JsonReaderState _state = new(Options);
    private bool _isNext;
    private long _start = -1;

    /// <summary>Returns the file with the part that the array takes up, or unchanged if its first object has no such array.</summary>
    /// <exception cref="ImportException">The file is no JSON file.</exception>
    public async Task<ImportFile> LocateAsync(ImportFile file, CancellationToken cancellationToken)
    {
        await using var content = File.OpenRead(file.Path);
        var buffer = new byte[FirstBuffer];
        var (length, offset) = (0, 0L);
        while (true)
        {
            var read = await content.ReadAsync(buffer.AsMemory(length), cancellationToken);
            length += read;
            if (offset == 0 && buffer.AsSpan(0, length).StartsWith(Encoding.UTF8.Preamble))
            {
                // Utf8JsonReader refuses a byte order mark.
                buffer.AsSpan(0, Encoding.UTF8.Preamble.Length).Fill((byte)' ');
            }

            var (consumed, end, isOver) = Scan(buffer.AsSpan(0, length), offset, isFinal: read == 0);
            if (end is { } found)
                return file with { Format = ImportFileFormat.JsonArray, Part = (_start, found - _start) };
            if (isOver || read == 0)
                return file;
            buffer.AsSpan(consumed, length - consumed).CopyTo(buffer);
            (offset, length) = (offset + consumed, length - consumed);
            if (length == buffer.Length)
                Array.Resize(ref buffer, length < LongestValue ? 2 * length : throw new ImportException("The file is no JSON file: a text has more than 16 MiB."));
        }
    }

    private (int Consumed, long? End, bool IsOver) Scan(ReadOnlySpan<byte> bytes, long offset, bool isFinal)
    {
        var reader = new Utf8JsonReader(bytes, isFinal, _state);
        try
        {
            while (reader.Read())
            {
                if (_start >= 0)
                {
                    if (reader.TokenType is JsonTokenType.EndArray && reader.CurrentDepth == 1)
                        return (0, offset + reader.BytesConsumed, true);
                }
                else if (_isNext && reader.TokenType is JsonTokenType.StartArray)
                {
                    _start = offset + reader.TokenStartIndex;
                }
                else if (reader.TokenType is JsonTokenType.EndObject && reader.CurrentDepth == 0)
                {
                    return (0, null, true);
                }

                _isNext = reader.TokenType is JsonTokenType.PropertyName && reader.CurrentDepth == 1 && reader.ValueTextEquals(name);
            }
        }
        catch (JsonException exception)
        {
            throw new ImportException("The file is no JSON file.", exception);
        }

        _state = reader.CurrentState;
        return ((int)reader.BytesConsumed, null, false);
    }
}
