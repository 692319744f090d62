namespace Auth.Application.Users.Import;

/// <summary>Imports accounts at external providers: the rows of fastapi-users' table <c>oauth_account</c>.</summary>
public sealed class ExternalAccountImport(IImportStore store)
{
    private const int LongestProvider = 50;
    private const int LongestAccountId = 255;

    private readonly HashSet<long> _ambiguous = [];

    /// <summary>
    /// Finds accounts that occur in several rows. Such an account would log in several users, and it is unknown whose account it is.
    /// </summary>
    /// <param name="rows">All rows.</param>
    /// <param name="index">Receives the accounts.</param>
    public void FindDuplicates(IReadOnlyCollection<ImportRow> rows, IImportIndex index)
    {
        foreach (var row in rows)
        {
            if (Read(row, new()) is { } account && index.Add(account.Provider, account.AccountId, row.Number) is { } first)
                _ambiguous.UnionWith([first, row.Number]);
        }
    }

    /// <summary>Imports rows.</summary>
    /// <param name="rows">The rows: <c>user_id</c>, <c>oauth_name</c>, <c>account_id</c> and <c>account_email</c>.</param>
    /// <param name="index">The users of the source, who count as existing in a dry run.</param>
    public async Task ImportAsync(
        IReadOnlyCollection<ImportRow> rows, IImportIndex index, ImportSummary summary, ImportReport report,
        CancellationToken cancellationToken)
    {
        var problems = new List<ImportProblem>();
        var read = rows.Select(row => Read(row, problems)).OfType<ExternalAccountRow>().ToList();
        var users = await store.FindPasswordChangesAsync([.. read.Select(row => row.UserId).Distinct()], cancellationToken);
        var valid = new List<ExternalAccountRow>();
        foreach (var row in read)
        {
            if (_ambiguous.Contains(row.Number))
                Refuse(row, ImportProblemCode.DuplicateExternalAccount, "account_id", "Another row links the same account. Neither is imported.");
            else if (!users.ContainsKey(row.UserId) && !(summary.IsDryRun && index.Contains(row.UserId)))
                Refuse(row, ImportProblemCode.WithoutUser, "user_id", "The user of the account is not imported.");
            else
                valid.Add(row);
        }

        if (!summary.IsDryRun)
            Store(valid, problems);
        foreach (var problem in problems)
            report.Add(problem);
        summary.External.Rows += rows.Count;
        summary.External.Skipped += problems.Count;

        void Refuse(ExternalAccountRow row, string code, string column, string message) => problems.Add(
            new(ImportTable.ExternalAccounts, row.Number, row.ForeignUserId, code, column, IsError: true, message));
    }

    /// <summary>Stores the accounts. The rows are valid, their users exist, and no account occurs twice.</summary>
    private static void Store(List<ExternalAccountRow> rows, List<ImportProblem> problems) => problems.AddRange(rows.Select(row =>
        new ImportProblem(
            ImportTable.ExternalAccounts, row.Number, row.ForeignUserId, ImportProblemCode.ExternalAccountNotStored, null, IsError: true,
            "This version does not store external accounts. The user logs in with a password.")));

    private static ExternalAccountRow? Read(ImportRow row, List<ImportProblem> problems)
    {
        var values = new Dictionary<string, object?>(row.Values, StringComparer.OrdinalIgnoreCase);
        var userId = ImportValues.ReadId(values.GetValueOrDefault("user_id"));
        var id = userId?.LegacyId ?? userId?.Id.ToString("D");
        if (row.Defect is { } defect)
            return Refuse(ImportProblemCode.MalformedRow, null, defect);
        if (userId is not { } user)
            return Refuse(ImportProblemCode.InvalidId, "user_id", "The account has no valid user id.");
        if (ImportValues.ToText(values.GetValueOrDefault("oauth_name")) is not { Length: > 0 and <= LongestProvider } provider)
            return Refuse(ImportProblemCode.InvalidExternalAccount, "oauth_name", "The name of the provider is missing or too long.");
        if (ImportValues.ToText(values.GetValueOrDefault("account_id")) is not { Length: > 0 and <= LongestAccountId } accountId
            || accountId.AsSpan().ContainsAnyExceptInRange('!', '~'))
        {
            return Refuse(ImportProblemCode.InvalidExternalAccount, "account_id", "The id of the account is not 1 to 255 visible ASCII characters.");
        }

        return new(row.Number, user.Id, id!, provider, accountId, ImportValues.ToText(values.GetValueOrDefault("account_email")));

        ExternalAccountRow? Refuse(string code, string? column, string message)
        {
            problems.Add(new(ImportTable.ExternalAccounts, row.Number, id, code, column, IsError: true, message));
            return null;
        }
    }

    /// <summary>A valid row.</summary>
    private sealed record ExternalAccountRow(
        long Number, Guid UserId, string ForeignUserId, string Provider, string AccountId, string? AccountEmail);
}
