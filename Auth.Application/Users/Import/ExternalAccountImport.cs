using Auth.Domain.Credentials;
using Auth.Domain.Users;

namespace Auth.Application.Users.Import;

/// <summary>Imports accounts at external providers: the rows of fastapi-users' table <c>oauth_account</c>.</summary>
public sealed class ExternalAccountImport(
    IImportStore store, IUnitOfWork unitOfWork, TimeProvider time)
{
    private readonly HashSet<long> _ambiguous = [];

    private readonly TableColumns _columns = new(
        ImportTable.ExternalAccounts, "id", "user_id", "oauth_name", "account_id", "account_email");

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

    /// <summary>Imports rows in one transaction.</summary>
    /// <param name="rows">The rows: <c>user_id</c>, <c>oauth_name</c>, <c>account_id</c> and <c>account_email</c>.</param>
    /// <param name="planned">The users as they would be after a dry run.</param>
    public async Task ImportAsync(
        IReadOnlyCollection<ImportRow> rows, PlannedUsers planned, ImportSummary summary, ImportReport report,
        CancellationToken cancellationToken)
    {
        var problems = new List<ImportProblem>();
        var read = rows.Select(row => Read(row, problems)).OfType<ExternalAccountRow>().ToList();
        var skipped = rows.Count - read.Count;
        foreach (var row in rows)
            _columns.Add(row);
        var plan = summary.IsDryRun ? await PlanAsync(read, planned, cancellationToken) : new Plan();
        if (!summary.IsDryRun && read.Count > 0)
        {
            await unitOfWork.ExecuteAsync(
                async token =>
                {
                    plan = await PlanAsync(read, planned: null, token);
                    if (plan.New.Count > 0)
                        await store.InsertAsync([.. plan.New.Select(Link)], token);
                },
                cancellationToken);
        }

        foreach (var problem in problems.Concat(plan.Problems))
            report.Add(problem);
        summary.External.Rows += rows.Count;
        summary.External.Created += plan.New.Count;
        summary.External.Unchanged += plan.Unchanged;
        summary.External.Skipped += skipped + plan.Problems.Count;
    }

    /// <summary>Reports columns that are not imported.</summary>
    public void ReportColumns(ImportReport report) => _columns.Report(report);

    /// <summary>
    /// Decides what happens with each row. Accounts that are not linked are linked. A user who was changed in this service since the
    /// import may have unlinked an account, so it is not linked again.
    /// </summary>
    private async Task<Plan> PlanAsync(List<ExternalAccountRow> rows, PlannedUsers? planned, CancellationToken cancellationToken)
    {
        var users = await store.FindAsync([.. rows.Select(row => row.UserId).Distinct()], cancellationToken);
        var logins = await store.FindExternalLoginsAsync([.. rows.Select(row => row.AccountId).Distinct()], cancellationToken);
        var plan = new Plan();
        foreach (var row in rows)
        {
            var user = users.GetValueOrDefault(row.UserId);
            var isNew = user?.Version is null && planned?.Contains(row.UserId) is true;
            if (_ambiguous.Contains(row.Number))
                plan.Skip(row, ImportProblemCode.DuplicateExternalAccount, "account_id", "Another row links the same account. Neither is imported.");
            else if (user?.Version is null && !isNew)
                plan.Skip(row, ImportProblemCode.WithoutUser, "user_id", "The user of the account is not imported.");
            else if (logins.TryGetValue((row.Provider, row.AccountId), out var owner) && owner == row.UserId)
                plan.Unchanged++;
            else if (owner != default)
                plan.Skip(row, ImportProblemCode.ExternalAccountTaken, "account_id", "The account is linked to another user.");
            else if (isNew || user is { Record: { } record, Version: { } version } && record.UserVersion == version)
                plan.New.Add(row);
            else
                plan.Skip(row, ImportProblemCode.ChangedInAuth, null, "This service has changed the user since the import. The account is not linked.");
        }

        return plan;
    }

    private ExternalLogin Link(ExternalAccountRow row)
    {
        var now = time.GetUtcNow();
        var login = ExternalLogin.Link(row.UserId, row.Provider, row.AccountId, now);
        login.Use(EmailAddress.TryParse(row.AccountEmail ?? "", out var email, out _) ? email.Value : null, now);
        return login;
    }

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

        var email = values.GetValueOrDefault("account_email");
        if (email is not null && (email is not string text || !EmailAddress.TryParse(text, out _, out _)))
        {
            problems.Add(new(
                ImportTable.ExternalAccounts, row.Number, id, ImportProblemCode.InvalidEmail, "account_email", IsError: false,
                "The e-mail address of the account is invalid, and is not imported. The account is."));
        }

        return new(row.Number, user.Id, id!, provider, accountId, email as string);

        ExternalAccountRow? Refuse(string code, string? column, string message)
        {
            problems.Add(new(ImportTable.ExternalAccounts, row.Number, id, code, column, IsError: true, message));
            return null;
        }
    }

    /// <summary>A valid row.</summary>
    private sealed record ExternalAccountRow(
        long Number, Guid UserId, string ForeignUserId, string Provider, string AccountId, string? AccountEmail);

    private sealed class Plan
    {
        public List<ExternalAccountRow> New { get; } = [];

        public List<ImportProblem> Problems { get; } = [];

        public int Unchanged { get; set; }

        public void Skip(ExternalAccountRow row, string code, string? column, string message) => Problems.Add(new(
            ImportTable.ExternalAccounts, row.Number, row.ForeignUserId, code, column, IsError: true, message));
    }
}
