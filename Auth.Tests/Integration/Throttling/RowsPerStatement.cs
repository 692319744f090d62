using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Auth.Tests.Integration.Throttling;

/// <summary>Records the number of rows that each deletion reports.</summary>
internal sealed class RowsPerStatement : DbCommandInterceptor
{
    private readonly List<(string Sql, int Rows)> _deletions = [];

    public IReadOnlyList<(string Sql, int Rows)> Deletions => _deletions;

    public override ValueTask<int> NonQueryExecutedAsync(
        DbCommand command, CommandExecutedEventData eventData, int result, CancellationToken cancellationToken = default)
    {
        if (command.CommandText.StartsWith("DELETE", StringComparison.Ordinal))
            _deletions.Add((command.CommandText, result));
        return new(result);
    }
}
