using System.Text.Encodings.Web;
using System.Text.Json;

namespace Auth.Application.Users.Import;

/// <summary>Writes the report of an import as JSON: the problems in the order in which they are found, then the summary.</summary>
public sealed class ImportReport : IDisposable
{
    /// <summary>The maximum number of problems in a report. Further ones are only counted.</summary>
    public const int MaxProblems = 1_000_000;

    private const int FlushBytes = 64 * 1024;

    private readonly Utf8JsonWriter? _json;
    private readonly SortedDictionary<string, long> _counts = new(StringComparer.Ordinal);
    private long _problems;

    /// <summary>Creates a report.</summary>
    /// <param name="output">Receives the report; null to count problems only.</param>
    public ImportReport(Stream? output)
    {
        if (output is null)
            return;
        _json = new(output, new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        _json.WriteStartObject();
        _json.WriteStartArray("problems");
    }

    /// <summary>The first problem that prevented the import of a row; null if there is none.</summary>
    public ImportProblem? FirstError { get; private set; }

    /// <summary>Adds a problem.</summary>
    public void Add(ImportProblem problem)
    {
        FirstError ??= problem.IsError ? problem : null;
        _counts[problem.Code] = _counts.GetValueOrDefault(problem.Code) + 1;
        if (_json is null || ++_problems > MaxProblems)
            return;
        _json.WriteStartObject();
        _json.WriteString("table", NameOf(problem.Table));
        if (problem.Row is { } row)
            _json.WriteNumber("row", row);
        if (problem.Id is { } id)
            _json.WriteString("id", id);
        _json.WriteString("code", problem.Code);
        if (problem.Column is { } column)
            _json.WriteString("column", column);
        _json.WriteString("severity", problem.IsError ? "error" : "warning");
        _json.WriteString("message", problem.Message);
        _json.WriteEndObject();
        if (_json.BytesPending > FlushBytes)
            _json.Flush();
    }

    /// <summary>Adds the summary, and completes the report.</summary>
    /// <returns>The summary in JSON.</returns>
    public string Complete(ImportSummary summary)
    {
        using var buffer = new MemoryStream();
        using (var compact = new Utf8JsonWriter(buffer))
            Write(compact, summary);
        if (_json is not null)
        {
            _json.WriteEndArray();
            if (_problems > MaxProblems)
                _json.WriteNumber("omitted_problems", _problems - MaxProblems);
            _json.WritePropertyName("summary");
            Write(_json, summary);
            _json.WriteEndObject();
            _json.Flush();
        }

        return System.Text.Encoding.UTF8.GetString(buffer.ToArray());
    }

    /// <inheritdoc/>
    public void Dispose() => _json?.Dispose();

    /// <summary>The name of a table in reports.</summary>
    public static string NameOf(ImportTable table) => table switch
    {
        ImportTable.AccessTokens => "access_tokens",
        ImportTable.ExternalAccounts => "external_accounts",
        _ => "users",
    };

    private void Write(Utf8JsonWriter json, ImportSummary summary)
    {
        json.WriteStartObject();
        json.WriteBoolean("dry_run", summary.IsDryRun);
        json.WriteStartObject("users");
        json.WriteNumber("rows", summary.Rows);
        json.WriteNumber("created", summary.Created);
        json.WriteNumber("updated", summary.Updated);
        json.WriteNumber("unchanged", summary.Unchanged);
        json.WriteNumber("skipped", summary.Skipped);
        json.WriteEndObject();
        json.WriteStartObject("access_tokens");
        json.WriteNumber("rows", summary.Tokens.Rows);
        json.WriteNumber("created", summary.Tokens.Created);
        json.WriteNumber("unchanged", summary.Tokens.Unchanged);
        json.WriteNumber("skipped", summary.Tokens.Skipped);
        json.WriteEndObject();
        json.WriteStartObject("external_accounts");
        json.WriteNumber("rows", summary.External.Rows);
        json.WriteNumber("created", summary.External.Created);
        json.WriteNumber("unchanged", summary.External.Unchanged);
        json.WriteNumber("skipped", summary.External.Skipped);
        json.WriteEndObject();
        WriteCounts(json, "password_hashes", summary.Hashes);
        WriteCounts(json, "problems", _counts);
        json.WriteEndObject();
    }

    private static void WriteCounts(Utf8JsonWriter json, string name, IEnumerable<KeyValuePair<string, long>> counts)
    {
        json.WriteStartObject(name);
        foreach (var (key, count) in counts)
            json.WriteNumber(key, count);
        json.WriteEndObject();
    }
}

/// <summary>The numbers of an import.</summary>
public sealed class ImportSummary
{
    /// <summary>Whether nothing was written.</summary>
    public bool IsDryRun { get; init; }

    /// <summary>The number of rows of users.</summary>
    public long Rows { get; set; }

    /// <summary>The number of new users.</summary>
    public long Created { get; set; }

    /// <summary>The number of users that changed in the source.</summary>
    public long Updated { get; set; }

    /// <summary>The number of users that did not change in the source since an earlier import.</summary>
    public long Unchanged { get; set; }

    /// <summary>The number of rows that were not imported.</summary>
    public long Skipped { get; set; }

    /// <summary>The access tokens.</summary>
    public ImportCounts Tokens { get; } = new();

    /// <summary>The accounts at external providers.</summary>
    public ImportCounts External { get; } = new();

    /// <summary>The number of rows by the kind and cost of their password hash.</summary>
    public IReadOnlyDictionary<string, long> Hashes { get; set; } = new Dictionary<string, long>();
}

/// <summary>The numbers of a table.</summary>
public sealed class ImportCounts
{
    /// <summary>The number of rows.</summary>
    public long Rows { get; set; }

    /// <summary>The number of rows that were stored.</summary>
    public long Created { get; set; }

    /// <summary>The number of rows that were stored before.</summary>
    public long Unchanged { get; set; }

    /// <summary>The number of rows that were not imported.</summary>
    public long Skipped { get; set; }
}
