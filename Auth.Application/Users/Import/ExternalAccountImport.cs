namespace Auth.Application.Users.Import;

/// <summary>Imports accounts at external providers: the rows of fastapi-users' table <c>oauth_account</c>.</summary>
public sealed class ExternalAccountImport(IImportStore store)
{
    private const int LongestProvider = 50;
    private const int LongestAccountId = 255;

    /// <summary>Imports rows.</summary>
    /// <param name="rows">The rows: <c>user_id</c>, <c>oauth_name</c>, <c>account_id</c> and <c>account_email</c>.</param>
    /// <param name="index">The users of the source, and the accounts of earlier rows.</param>
    public async Task ImportAsync(
        IReadOnlyCollection<ImportRow> rows, IImportIndex index, ImportSummary summary, ImportReport report,
        CancellationToken cancellationToken)
    {
        var read = rows.Select(row => Read(row, index, summary, report)).OfType<ExternalAccountRow>().ToList();
        var users = await store.FindPasswordChangesAsync([.. read.Select(row => row.UserId).Distinct()], cancellationToken);
        foreach (var row in read.Where(row => !users.ContainsKey(row.UserId) && !(summary.IsDryRun && index.Contains(row.UserId))))
            Refuse(row.Number, ImportProblemCode.WithoutUser, "user_id", "The user of the account is not imported.", summary, report);
        List<ExternalAccountRow> valid = [.. read.Where(row => users.ContainsKey(row.UserId))];
        summary.External.Rows += rows.Count;
        if (!summary.IsDryRun)
            Store(valid, summary, report);
    }

    /// <summary>Stores the accounts. The rows are valid, their users exist, and no account occurs twice.</summary>
    private static void Store(List<ExternalAccountRow> rows, ImportSummary summary, ImportReport report)
    {
        foreach (var row in rows)
        {
            Refuse(row.Number, ImportProblemCode.ExternalAccountNotStored, null,
                "This version does not store external accounts. The user logs in with a password.", summary, report);
        }
    }

    private static ExternalAccountRow? Read(ImportRow row, IImportIndex index, ImportSummary summary, ImportReport report)
    {
        var values = new Dictionary<string, object?>(row.Values, StringComparer.OrdinalIgnoreCase);
        if (row.Defect is { } defect)
            return Refuse(ImportProblemCode.MalformedRow, null, defect);
        if (ImportValues.ReadId(values.GetValueOrDefault("user_id")) is not { } user)
            return Refuse(ImportProblemCode.InvalidId, "user_id", "The account has no valid user id.");
        if (ImportValues.ToText(values.GetValueOrDefault("oauth_name")) is not { Length: > 0 and <= LongestProvider } provider)
            return Refuse(ImportProblemCode.InvalidExternalAccount, "oauth_name", "The name of the provider is missing or too long.");
        if (ImportValues.ToText(values.GetValueOrDefault("account_id")) is not { Length: > 0 and <= LongestAccountId } accountId
            || accountId.AsSpan().ContainsAnyExceptInRange('!', '~'))
        {
            return Refuse(ImportProblemCode.InvalidExternalAccount, "account_id", "The id of the account is not 1 to 255 visible ASCII characters.");
        }

        if (index.Add(provider, accountId, row.Number) is { } first)
        {
            return Refuse(ImportProblemCode.DuplicateExternalAccount, "account_id",
                $"Row {first} links the same account. It would log in two users, so only row {first} is imported.");
        }

        return new(row.Number, user.Id, provider, accountId, ImportValues.ToText(values.GetValueOrDefault("account_email")));

        ExternalAccountRow? Refuse(string code, string? column, string message)
        {
            ExternalAccountImport.Refuse(row.Number, code, column, message, summary, report);
            return null;
        }
    }

    private static void Refuse(long row, string code, string? column, string message, ImportSummary summary, ImportReport report)
    {
        report.Add(new(ImportTable.ExternalAccounts, row, null, code, column, IsError: true, message));
        summary.External.Skipped++;
    }

    private sealed record ExternalAccountRow(long Number, Guid UserId, string Provider, string AccountId, string? AccountEmail);
}
