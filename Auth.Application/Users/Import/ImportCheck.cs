using System.Runtime.CompilerServices;

namespace Auth.Application.Users.Import;

/// <summary>The first pass over the users of a source. It reports all problems before anything is written.</summary>
internal sealed class ImportCheck(
    UserRowReader reader, ImportColumns columns, IImportIndex index, PlannedUsers planned, ImportReport report)
{
    // A file in which none of the first rows is a user is the wrong file, however long it is.
    private const int Sample = 1000;

    // The reading thread is at most this number of rows ahead.
    private const int RowsAhead = 1000;

    private readonly HashSet<long> _duplicates = [];
    private long _valid;

    /// <summary>The number of rows.</summary>
    public long Rows { get; private set; }

    /// <summary>Returns whether another row with the same id or e-mail address comes before a row.</summary>
    public bool IsDuplicate(long row) => _duplicates.Contains(row);

    /// <exception cref="ImportException">The source lacks a column, or contains no valid user.</exception>
    public async Task RunAsync(IAsyncEnumerable<ImportRow> rows, Action<long> progress, CancellationToken cancellationToken)
    {
        await foreach (var (user, problems) in ReadAhead.Of(ReadAsync(rows, cancellationToken), RowsAhead, cancellationToken))
        {
            Rows++;
            if (user is not null && IsFirst(user, problems))
                _valid++;
            foreach (var problem in problems)
                report.Add(problem);
            if (Rows == Sample)
                RequireValidRow();
            progress(Rows);
        }

        if (Rows == 0)
            throw new ImportException("The source contains no users.");
        RequireValidRow();
        columns.RequireMapped();
        foreach (var column in reader.WithoutTarget)
        {
            report.Add(new(ImportTable.Users, null, null, ImportProblemCode.ColumnWithoutTarget, column, IsError: false,
                "The column has no target and is not imported. Declare a user field of this name, or map the column."));
        }
    }

    private async IAsyncEnumerable<(UserRow? User, List<ImportProblem> Problems)> ReadAsync(
        IAsyncEnumerable<ImportRow> rows, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var hasColumns = false;
        await foreach (var row in rows.WithCancellation(cancellationToken))
        {
            if (!hasColumns && row.Defect is null)
            {
                columns.Check(row);
                hasColumns = true;
            }

            var problems = new List<ImportProblem>();
            yield return (reader.Read(row, problems).User, problems);
        }
    }

    private bool IsFirst(UserRow user, List<ImportProblem> problems)
    {
        var id = user.Id.LegacyId ?? user.Id.Id.ToString("D");
        if (index.Add(user.Id.Id, user.Number) is { } sameId)
        {
            Report(user.Number, ImportProblemCode.DuplicateId, "id", true, $"Row {sameId} has the same id. This row is not imported.");
            return false;
        }

        if (index.Add(user.Email.Normalized, user.Number) is { } sameEmail)
        {
            planned.Refuse(user.Id.Id);
            Report(user.Number, ImportProblemCode.DuplicateEmail, "email", true,
                $"The e-mail address differs from that of row {sameEmail} at most in case. This row is not imported.");
            problems.Add(new(ImportTable.Users, sameEmail, null, ImportProblemCode.DuplicateEmail, "email", IsError: false,
                $"The e-mail address differs from that of row {user.Number} at most in case. This row is imported."));
            return false;
        }

        return true;

        void Report(long row, string code, string column, bool isError, string message)
        {
            _duplicates.Add(row);
            problems.Add(new(ImportTable.Users, row, id, code, column, isError, message));
        }
    }

    private void RequireValidRow()
    {
        if (_valid > 0)
            return;
        var first = report.FirstError is { } error
            ? $" Row {error.Row}{(error.Column is { } column ? $", column {column}" : "")}: {error.Message}"
            : "";
        throw new ImportException($"None of the first {Rows} rows is a user.{first}");
    }
}
