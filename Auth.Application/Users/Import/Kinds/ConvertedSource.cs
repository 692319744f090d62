using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Auth.Application.Users.Import.Kinds;

/// <summary>A source of another system, with the columns of fastapi-users.</summary>
/// <param name="source">The source.</param>
/// <param name="kind">The system.</param>
/// <param name="hasDocuments">Whether the source consists of documents, which contain the external accounts of their users.</param>
/// <param name="context">What conversions depend on.</param>
public sealed class ConvertedSource(IImportSource source, ImportKind kind, bool hasDocuments, ConversionContext context) : IImportSource
{
    private readonly ImportColumns _columns = new(new Dictionary<string, string>(), kind);

    /// <inheritdoc/>
    public bool Has(ImportTable table) => IsEmbedded(table) || (source.Has(table) && (table is ImportTable.Users || !hasDocuments));

    /// <inheritdoc/>
    public Task<long?> CountAsync(ImportTable table, CancellationToken cancellationToken) =>
        IsEmbedded(table) ? Task.FromResult<long?>(null) : source.CountAsync(table, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<ImportRow> ReadAsync(ImportTable table, CancellationToken cancellationToken) => table switch
    {
        ImportTable.Users => ReadUsersAsync(cancellationToken),
        ImportTable.ExternalAccounts when IsEmbedded(table) => ReadEmbeddedAccountsAsync(cancellationToken),
        ImportTable.ExternalAccounts => ReadAccountsAsync(cancellationToken),
        _ => source.ReadAsync(table, cancellationToken),
    };

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => source.DisposeAsync();

    private bool IsEmbedded(ImportTable table) => table is ImportTable.ExternalAccounts && hasDocuments && kind.AccountsMember is not null;

    private async IAsyncEnumerable<ImportRow> ReadUsersAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var row in source.ReadAsync(ImportTable.Users, cancellationToken))
            yield return Convert(row);
    }

    private async IAsyncEnumerable<ImportRow> ReadAccountsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var row in source.ReadAsync(ImportTable.ExternalAccounts, cancellationToken))
        {
            if (ConvertAccount(row.Values, row.Number, userId: null) is { } account)
                yield return account with { Defect = row.Defect };
        }
    }

    private async IAsyncEnumerable<ImportRow> ReadEmbeddedAccountsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var number = 0L;
        await foreach (var user in source.ReadAsync(ImportTable.Users, cancellationToken))
        {
            if (user.Values.GetValueOrDefault(kind.AccountsMember!) is not JsonElement { ValueKind: JsonValueKind.Array } accounts)
                continue;
            var id = _columns.Apply(Convert(user)).GetValueOrDefault("id").Value;
            foreach (var account in accounts.EnumerateArray())
            {
                number++;
                if (ReadAccount(account, number, id) is { } row)
                    yield return row;
            }
        }
    }

    private ImportRow Convert(ImportRow row)
    {
        if (row.Defect is not null)
            return row;
        var values = new ForeignRow(row.Values);
        if (kind.AccountsMember is { } embedded)
            values.Take(embedded);
        try
        {
            kind.Convert?.Invoke(values, context);
            return row with { Values = values.Values };
        }
        catch (InvalidOperationException)
        {
            // JSON permits lone surrogates (RFC 8259 §8.2), which are not valid Unicode.
            return row with { Defect = "The row contains text that is not valid Unicode." };
        }
    }

    private ImportRow? ReadAccount(JsonElement account, long number, object? userId)
    {
        if (account.ValueKind is not JsonValueKind.Object)
            return new(number, new Dictionary<string, object?>(), "The account is no JSON object.");
        try
        {
            var members = new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase);
            foreach (var member in account.EnumerateObject())
                members[member.Name] = ForeignRow.Read(member.Value);
            return ConvertAccount(members, number, userId);
        }
        catch (InvalidOperationException)
        {
            return new(number, new Dictionary<string, object?>(), "The account contains text that is not valid Unicode.");
        }
    }

    /// <summary>Returns the columns of an account; null for an account of the system itself.</summary>
    /// <param name="userId">The id of the user whose document contains the account; null for a row of a table.</param>
    private ImportRow? ConvertAccount(IReadOnlyDictionary<string, object?> values, long number, object? userId)
    {
        var row = new ForeignRow([]);
        foreach (var (column, value) in values)
            row.SetDefault(kind.AccountColumns.GetValueOrDefault(column, column), value);
        if (userId is not null)
            row.Set("user_id", userId);
        ForeignConversions.CompleteAccount(row);
        if (row.Find("oauth_name") is string provider)
        {
            if (kind.OwnProviders.Contains(provider, StringComparer.OrdinalIgnoreCase))
                return null;
            row.Set("oauth_name", ImportKinds.Providers.GetValueOrDefault(provider, provider.ToLowerInvariant()));
        }

        return new(number, row.Values);
    }
}
