using Auth.Application.Backends.Opaque;
using Auth.Domain.Sessions;

namespace Auth.Application.Users.Import;

/// <summary>Imports opaque access tokens. Each becomes a session that ends with the token. Only the SHA-256 of a token is stored.</summary>
public sealed class AccessTokenImport(IImportStore store, IUnitOfWork unitOfWork, TimeProvider time)
{
    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(5);

    private readonly TableColumns _columns = new(ImportTable.AccessTokens, "id", "user_id", "token", "created_at");

    /// <summary>Imports rows in one transaction.</summary>
    /// <param name="rows">The rows: <c>token</c>, <c>user_id</c> and <c>created_at</c>.</param>
    /// <param name="lifetime">The lifetime of a token since its creation.</param>
    /// <param name="index">Receives the tokens, to find duplicates.</param>
    /// <param name="planned">The users as they would be after a dry run.</param>
    public async Task ImportAsync(
        IReadOnlyCollection<ImportRow> rows, TimeSpan lifetime, IImportIndex index, PlannedUsers planned, ImportSummary summary,
        ImportReport report, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var problems = new List<ImportProblem>();
        var read = rows.Select(row => Read(row, now, lifetime, index, problems)).OfType<TokenRow>().ToList();
        var plan = summary.IsDryRun ? await PlanAsync(read, planned, cancellationToken) : new Plan();
        if (!summary.IsDryRun && read.Count > 0)
        {
            await unitOfWork.ExecuteAsync(
                async token =>
                {
                    plan = await PlanAsync(read, planned: null, token);
                    List<(Session Session, AccessToken Token)> created = [.. plan.New.Select(row => Create(row, lifetime))];
                    await store.InsertAsync(
                        [.. created.Select(pair => pair.Session)], [.. created.Select(pair => pair.Token)], token);
                },
                cancellationToken);
        }

        foreach (var problem in problems.Concat(plan.Problems))
            report.Add(problem);
        summary.Tokens.Rows += rows.Count;
        summary.Tokens.Created += plan.New.Count;
        summary.Tokens.Unchanged += plan.Unchanged;
        summary.Tokens.Skipped += problems.Count + plan.Problems.Count;
    }

    /// <summary>Reports columns that are not imported.</summary>
    public void ReportColumns(ImportReport report) => _columns.Report(report);

    private static (Session Session, AccessToken Token) Create(TokenRow row, TimeSpan lifetime)
    {
        var expiresAt = row.CreatedAt + lifetime;
        var session = Session.Open(row.UserId, userAgent: null, ipAddress: null, row.CreatedAt, expiresAt);
        return (session, AccessToken.Issue(row.Hash, session.Id, expiresAt));
    }

    private TokenRow? Read(ImportRow row, DateTimeOffset now, TimeSpan lifetime, IImportIndex index, List<ImportProblem> problems)
    {
        _columns.Add(row);
        var values = new Dictionary<string, object?>(row.Values, StringComparer.OrdinalIgnoreCase);
        var userId = ImportValues.ReadId(values.GetValueOrDefault("user_id"));
        var id = userId?.LegacyId ?? userId?.Id.ToString("D");
        if (row.Defect is { } defect)
            return Refuse(ImportProblemCode.MalformedRow, null, defect);
        if (values.GetValueOrDefault("token") is not string token || !OpaqueToken.IsWellFormed(token))
            return Refuse(ImportProblemCode.MalformedToken, "token", "The token does not have the format of fastapi-users, and becomes invalid.");
        if (userId is not { } user)
            return Refuse(ImportProblemCode.InvalidId, "user_id", "The token has no valid user id, and becomes invalid.");
        if (ImportValues.ReadTime(values.GetValueOrDefault("created_at")) is not { } createdAt || createdAt > now + ClockSkew)
            return Refuse(ImportProblemCode.InvalidTime, "created_at", "The token has no valid time of creation, and becomes invalid.");
        var hash = OpaqueToken.Hash(token);
        if (index.Add(hash, row.Number) is { } first)
            return Refuse(ImportProblemCode.DuplicateToken, "token", $"Row {first} has the same token. This row is not imported.");
        return new(row.Number, user.Id, id!, hash, createdAt, IsExpired: createdAt + lifetime <= now);

        TokenRow? Refuse(string code, string? column, string message)
        {
            problems.Add(new(ImportTable.AccessTokens, row.Number, id, code, column, IsError: true, message));
            return null;
        }
    }

    private async Task<Plan> PlanAsync(List<TokenRow> rows, PlannedUsers? planned, CancellationToken cancellationToken)
    {
        var users = await store.FindPasswordChangesAsync([.. rows.Select(row => row.UserId).Distinct()], cancellationToken);
        var known = await store.FindTokensAsync([.. rows.Select(row => row.Hash)], cancellationToken);
        var plan = new Plan();
        foreach (var row in rows)
        {
            if (known.Contains(Convert.ToHexString(row.Hash)))
                plan.Unchanged++;
            else if (!users.TryGetValue(row.UserId, out var changedAt) && planned?.Contains(row.UserId) is not true)
                plan.Skip(row, ImportProblemCode.WithoutUser, "user_id", "The user of the token is not imported. The token becomes invalid.");
            else if (row.IsExpired)
                plan.Skip(row, ImportProblemCode.ExpiredToken, "created_at", "The token is expired.");
            else if (changedAt >= row.CreatedAt || planned?.ReceivesPassword(row.UserId) is true)
                plan.Skip(row, ImportProblemCode.OutdatedToken, "created_at", "The password has changed since. The token becomes invalid.");
            else
                plan.New.Add(row);
        }

        return plan;
    }

    private sealed record TokenRow(
        long Number, Guid UserId, string ForeignUserId, byte[] Hash, DateTimeOffset CreatedAt, bool IsExpired);

    private sealed class Plan
    {
        public List<TokenRow> New { get; } = [];

        public List<ImportProblem> Problems { get; } = [];

        public int Unchanged { get; set; }

        public void Skip(TokenRow row, string code, string column, string message) => Problems.Add(new(
            ImportTable.AccessTokens, row.Number, row.ForeignUserId, code, column, IsError: true, message));
    }
}
