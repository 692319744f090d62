using System.Runtime.CompilerServices;
using Auth.Application.Passwords;
using Auth.Application.Users.Fields;
using Auth.Application.Users.Import.Kinds;

namespace Auth.Application.Users.Import;

/// <summary>
/// Imports the users, access tokens and external accounts of another system. A repeated import brings the changes of the source since
/// the last one. An interrupted import can be repeated too: each transaction is complete.
/// </summary>
public sealed class UserImporter(
    IImportStore store, UserWriter writer, AccessTokenImport tokens, ExternalAccountImport external, Func<IImportIndex> createIndex,
    IPasswordHashFormats formats, UserFields fields)
{
    /// <summary>The number of rows in a transaction. On SQLite, other writers wait for its end.</summary>
    private const int ChunkSize = 20_000;

    /// <summary>Checks the whole source, and then imports it.</summary>
    /// <param name="source">The source.</param>
    /// <param name="settings">The options of the operator.</param>
    /// <param name="report">Receives the problems.</param>
    /// <param name="progress">Receives the progress after each row or transaction.</param>
    /// <exception cref="ImportException">The source cannot be read or is not what it should be. Unless it changed, nothing was imported.</exception>
    public async Task<ImportSummary> ImportAsync(
        IImportSource source, ImportSettings settings, ImportReport report, Action<ImportProgress> progress,
        CancellationToken cancellationToken)
    {
        using var index = createIndex();
        var planned = new PlannedUsers(index);
        var columns = new ImportColumns(settings.Map, settings.Kind);
        var reader = new UserRowReader(columns, formats, fields);
        var check = new ImportCheck(reader, columns, index, planned, report);
        var count = await source.CountAsync(ImportTable.Users, cancellationToken);
        await check.RunAsync(
            source.ReadAsync(ImportTable.Users, cancellationToken), row => progress(new("checking users", row, count)), cancellationToken);

        var summary = new ImportSummary { IsDryRun = settings.IsDryRun, Rows = check.Rows, Hashes = reader.Hashes };
        var isFirst = !await store.HasImportsAsync(cancellationToken);
        if (!settings.IsDryRun)
            await store.PrepareAsync(cancellationToken);
        await ImportUsersAsync(source, columns, check, planned, summary, report, progress, cancellationToken);
        if (!settings.IsDryRun)
        {
            progress(new("creating indexes", 0, 0));
            await store.CompleteAsync(cancellationToken);
        }

        await ForEachChunkAsync(source, ImportTable.AccessTokens, "importing access tokens", progress, rows =>
            tokens.ImportAsync(rows, settings.TokenLifetime, index, planned, summary, report, cancellationToken), cancellationToken);
        await ForEachChunkAsync(source, ImportTable.ExternalAccounts, "checking external accounts", progress, rows =>
        {
            external.FindDuplicates(rows, index);
            return Task.CompletedTask;
        }, cancellationToken);
        await ForEachChunkAsync(source, ImportTable.ExternalAccounts, "importing external accounts", progress, rows =>
            external.ImportAsync(rows, planned, summary, report, cancellationToken), cancellationToken);
        tokens.ReportColumns(report);
        external.ReportColumns(report);

        // The first import leaves out nobody.
        if (!isFirst)
            await ReportMissingAsync(index, report, cancellationToken);
        return summary;
    }

    private async Task ImportUsersAsync(
        IImportSource source, ImportColumns columns, ImportCheck check, PlannedUsers planned, ImportSummary summary, ImportReport report,
        Action<ImportProgress> progress, CancellationToken cancellationToken)
    {
        var rows = source.ReadAsync(ImportTable.Users, cancellationToken);
        await foreach (var (chunk, read) in ReadAhead.Of(ChunksAsync(rows, columns, check, cancellationToken), 1, cancellationToken))
        {
            if (chunk.Count > 0)
                await writer.WriteAsync(chunk, planned, summary, report, cancellationToken);
            progress(new(summary.IsDryRun ? "comparing users" : "importing users", read, check.Rows));
            summary.Skipped = read - summary.Created - summary.Updated - summary.Unchanged;
        }
    }

    /// <summary>Returns the valid rows in chunks, each with the number of all rows until its end. The first pass has reported the problems.</summary>
    private async IAsyncEnumerable<(List<UserRow> Chunk, long Read)> ChunksAsync(
        IAsyncEnumerable<ImportRow> rows, ImportColumns columns, ImportCheck check, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var reader = new UserRowReader(columns, formats, fields);
        var ignored = new List<ImportProblem>();
        var read = 0L;
        var chunk = new List<UserRow>();
        await foreach (var row in rows.WithCancellation(cancellationToken))
        {
            read++;
            var (user, _) = reader.Read(row, ignored);
            ignored.Clear();
            if (user is null || check.IsDuplicate(row.Number))
                continue;

            // Computed on this thread.
            _ = (user.ProfileHash(), user.CredentialHash());
            chunk.Add(user);
            if (chunk.Count < ChunkSize)
                continue;
            yield return (chunk, read);
            chunk = [];
        }

        yield return (chunk, read);
    }

    private static async Task ForEachChunkAsync(
        IImportSource source, ImportTable table, string step, Action<ImportProgress> progress,
        Func<IReadOnlyCollection<ImportRow>, Task> import, CancellationToken cancellationToken)
    {
        if (!source.Has(table))
            return;
        var rows = 0L;
        var count = await source.CountAsync(table, cancellationToken);
        await foreach (var chunk in source.ReadAsync(table, cancellationToken).Chunk(ChunkSize).WithCancellation(cancellationToken))
        {
            await import(chunk);
            progress(new(step, rows += chunk.Length, count));
        }
    }

    /// <summary>Reports users of an earlier import whom the source does not contain any more.</summary>
    private async Task ReportMissingAsync(IImportIndex index, ImportReport report, CancellationToken cancellationToken)
    {
        await foreach (var id in store.ListImportedAsync(cancellationToken))
        {
            if (!index.Contains(id))
            {
                report.Add(new(ImportTable.Users, null, id.ToString("D"), ImportProblemCode.MissingInSource, null, IsError: false,
                    "The user was imported before, and the source does not contain a valid row of the user any more. The user is kept."));
            }
        }
    }
}

/// <summary>The options of an import.</summary>
/// <param name="IsDryRun">Whether to write nothing.</param>
/// <param name="Map">The targets of columns with other names, by column.</param>
/// <param name="TokenLifetime">The lifetime of the access tokens of the source since their creation.</param>
public sealed record ImportSettings(bool IsDryRun, IReadOnlyDictionary<string, string> Map, TimeSpan TokenLifetime)
{
    /// <summary>The system of the source.</summary>
    public ImportKind Kind { get; init; } = ImportKinds.FastApiUsers;
}

/// <summary>The progress of an import.</summary>
/// <param name="Step">What the import does.</param>
/// <param name="Rows">The number of rows so far.</param>
/// <param name="Total">The number of all rows, if known; 0 for a step without rows.</param>
public readonly record struct ImportProgress(string Step, long Rows, long? Total);
