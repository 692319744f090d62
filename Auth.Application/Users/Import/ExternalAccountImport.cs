using Auth.Domain.Credentials;
using Auth.Domain.Users;

namespace Auth.Application.Users.Import;

/// <summary>Imports accounts at external providers: the rows of fastapi-users' table <c>oauth_account</c>.</summary>
public sealed class ExternalAccountImport(
    IImportStore store, IExternalLoginRepository logins, IUnitOfWork unitOfWork, TimeProvider time)
{
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
        {
            var (created, unchanged, refused) = await StoreAsync(valid, cancellationToken);
            summary.External.Created += created;
            summary.External.Unchanged += unchanged;
            problems.AddRange(refused);
        }

        foreach (var problem in problems)
            report.Add(problem);
        summary.External.Rows += rows.Count;
        summary.External.Skipped += problems.Count;

        void Refuse(ExternalAccountRow row, string code, string column, string message) => problems.Add(Problem(row, code, column, message));
    }

    /// <summary>
    /// Links accounts that are not linked. A user who was changed in this service since the import may have unlinked an account, so it
    /// is not linked again.
    /// </summary>
    private async Task<(int Created, int Unchanged, List<ImportProblem> Refused)> StoreAsync(
        List<ExternalAccountRow> rows, CancellationToken cancellationToken)
    {
        var (created, unchanged, refused) = (0, 0, new List<ImportProblem>());
        await unitOfWork.ExecuteAsync(
            async token =>
            {
                (created, unchanged, refused) = (0, 0, []);
                var users = await store.FindAsync([.. rows.Select(row => row.UserId).Distinct()], token);
                foreach (var row in rows)
                {
                    if (await logins.FindAsync(row.Provider, row.AccountId, token) is { } linked)
                    {
                        if (linked.UserId == row.UserId)
                            unchanged++;
                        else
                            refused.Add(Problem(row, ImportProblemCode.ExternalAccountTaken, "account_id", "The account is linked to another user."));
                    }
                    else if (users.GetValueOrDefault(row.UserId) is { Record: { } record, Version: { } version } && record.UserVersion == version)
                    {
                        logins.Add(Link(row));
                        created++;
                    }
                    else
                    {
                        refused.Add(Problem(
                            row, ImportProblemCode.ChangedInAuth, null,
                            "This service has changed the user since the import. The account is not linked."));
                    }
                }
            },
            cancellationToken);
        return (created, unchanged, refused);
    }

    private ExternalLogin Link(ExternalAccountRow row)
    {
        var now = time.GetUtcNow();
        var login = ExternalLogin.Link(row.UserId, row.Provider, row.AccountId, now);
        login.Use(EmailAddress.TryParse(row.AccountEmail ?? "", out var email, out _) ? email.Value : null, now);
        return login;
    }

    private static ImportProblem Problem(ExternalAccountRow row, string code, string? column, string message) =>
        new(ImportTable.ExternalAccounts, row.Number, row.ForeignUserId, code, column, IsError: true, message);

    private static ExternalAccountRow? Read(ImportRow row, List<ImportProblem> problems)
    {
        var values = new Dictionary<string, object?>(row.Values, StringComparer.OrdinalIgnoreCase);
        var userId = ImportValues.ReadId(values.GetValueOrDefault("user_id"));
        var id = userId?.LegacyId ?? userId?.Id.ToString("D");
        if (row.Defect is { } defect)
            return Refuse(ImportProblemCode.MalformedRow, null, defect);
        if (userId is not { } user)
            return Refuse(ImportProblemCode.InvalidId, "user_id", "The account has no valid user id.");
        if (ImportValues.ToText(values.GetValueOrDefault("oauth_name")) is not { Length: > 0 and <= ExternalLogin.MaxProviderLength } provider)
            return Refuse(ImportProblemCode.InvalidExternalAccount, "oauth_name", "The name of the provider is missing or too long.");
        if (ImportValues.ToText(values.GetValueOrDefault("account_id")) is not { } accountId
            || !ExternalLogin.IsAccountId(accountId))
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
