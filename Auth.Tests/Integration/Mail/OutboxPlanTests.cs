using System.Collections.Concurrent;
using System.Data.Common;
using Auth.Application.Mail;
using Auth.Infrastructure.Persistence.Sqlite;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace Auth.Tests.Integration.Mail;

/// <summary>The SQLite query plan for due mails.</summary>
public sealed class OutboxPlanTests
{
    [Test]
    public async Task Due_mails_are_read_in_index_order()
    {
        var plans = new QueryPlans();
        await using var server = await AuthServer.StartAsync(services: services => services.RemoveMailWorker()
            .ConfigureDbContext<SqliteAuthDbContext>(options => options.AddInterceptors(plans)));

        await server.Services.GetRequiredService<MailWorker>().SendDueAsync(includeRetries: true, default);

        const string Index = "SEARCH m USING INDEX ix_mail_outbox_is_notice_due_at";
        Assert.That(plans.Lines, Is.EqualTo(
        [
            $"{Index} (is_notice=? AND due_at<?)", $"{Index} (is_notice=? AND due_at>?)",
            $"{Index} (is_notice=? AND due_at<?)", $"{Index} (is_notice=? AND due_at>?)",
        ]));
    }

    /// <summary>Records the query plan of each outbox query.</summary>
    private sealed class QueryPlans : DbCommandInterceptor
    {
        private readonly ConcurrentQueue<string> _lines = new();

        public IEnumerable<string> Lines => _lines;

        public override async ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
            DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result,
            CancellationToken cancellationToken = default)
        {
            if (command.CommandText.Contains("mail_outbox", StringComparison.Ordinal))
                await ExplainAsync((SqliteCommand)command, cancellationToken);
            return result;
        }

        private async Task ExplainAsync(SqliteCommand command, CancellationToken cancellationToken)
        {
            await using var explain = command.Connection!.CreateCommand();
#pragma warning disable CA2100 // The text is a command of the service.
            explain.CommandText = $"EXPLAIN QUERY PLAN {command.CommandText}";
#pragma warning restore CA2100
            explain.Transaction = command.Transaction;
            foreach (SqliteParameter parameter in command.Parameters)
                explain.Parameters.Add(new SqliteParameter(parameter.ParameterName, parameter.Value));
            await using var plan = await explain.ExecuteReaderAsync(cancellationToken);
            while (await plan.ReadAsync(cancellationToken))
                _lines.Enqueue(plan.GetString(3));
        }
    }
}
