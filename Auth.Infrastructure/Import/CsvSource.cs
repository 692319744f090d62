using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Auth.Application.Users.Import;
using CsvHelper;
using CsvHelper.Configuration;

namespace Auth.Infrastructure.Import;

/// <summary>A CSV file in UTF-8 with a header. Columns are separated by commas, semicolons or tabs. An empty value is null.</summary>
internal static class CsvSource
{
    private const int LongestField = 64 * 1024;
    private const int LongestRow = 16 * 1024 * 1024;
    private const int MostColumns = 1000;

    private static readonly string[] Separators = [",", ";", "\t"];

    public static async IAsyncEnumerable<ImportRow> ReadAsync(
        string path, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var file = new BoundedReads(File.OpenRead(path), LongestRow, "The file is no CSV file: a row has more than 16 MiB.");
        using var text = new StreamReader(file, new UTF8Encoding(false, throwOnInvalidBytes: true));
        using var csv = new CsvParser(text, new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            Delimiter = await DelimiterAsync(path, cancellationToken),
            MaxFieldSize = LongestField,
            Mode = CsvMode.RFC4180,
            BadDataFound = null,
            IgnoreBlankLines = true,
        });
        if (!await ReadAsync(csv, 0))
            yield break;
        var names = csv.Record!.Select(name => name.Trim()).ToArray();
        if (names.Length > MostColumns)
            throw new ImportException("The file is no CSV file: its first line has too many columns.");
        for (var number = 1L; await ReadAsync(csv, number); number++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            file.Reset();
            yield return RowOf(number, names, csv.Record!);
        }
    }

    private static ImportRow RowOf(long number, string[] names, string[] record)
    {
        var values = new Dictionary<string, object?>(names.Length, StringComparer.OrdinalIgnoreCase);
        if (record.Length != names.Length)
            return new(number, values, $"The row has {record.Length} columns, and the header has {names.Length}.");
        for (var i = 0; i < names.Length; i++)
            values[names[i]] = record[i].Length == 0 ? null : record[i];
        return new(number, values);
    }

    private static async Task<bool> ReadAsync(CsvParser csv, long number)
    {
        try
        {
            return await csv.ReadAsync();
        }
        catch (DecoderFallbackException exception)
        {
            throw new ImportException($"The file is not in UTF-8: row {number} contains other bytes.", exception);
        }
        catch (CsvHelperException exception)
        {
            throw new ImportException(
                $"The file is no CSV file: row {number} has a value of more than {LongestField / 1024} KiB, or an open quotation mark.",
                exception);
        }
    }

    /// <summary>Returns the separator that is most frequent in the first line.</summary>
    private static async Task<string> DelimiterAsync(string path, CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(path);
        var buffer = new char[LongestField];
        var length = await reader.ReadBlockAsync(buffer.AsMemory(), cancellationToken);
        var text = new string(buffer, 0, length);
        var line = text[..(text.AsSpan().IndexOfAny('\r', '\n') is var end and >= 0 ? end : length)];
        return Separators.MaxBy(separator => line.Split(separator).Length)!;
    }
}
