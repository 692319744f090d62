using Auth.Application.Events;
using Auth.Application.Sessions;
using Auth.Domain.Events;
using Auth.Domain.Users;

namespace Auth.Application.Users.Import;

/// <summary>
/// Writes rows of users, many in one transaction. A row that was imported before changes its user only if the source has changed the
/// row, and this service has not changed the user since.
/// </summary>
public sealed class UserWriter(
    IImportStore store, IUserRepository users, SessionManager sessions, IUnitOfWork unitOfWork, AccountEventPublisher events, TimeProvider time)
{
    /// <summary>The number of times that rows are compared again because a user changed at the same time.</summary>
    private const int Attempts = 5;

    // While all rows are new, they are not looked up: the keys of the tables detect one that is not.
    private bool _expectsNew;

    /// <summary>Writes rows, and adds their numbers and problems.</summary>
    /// <param name="planned">Receives the results of a dry run.</param>
    /// <exception cref="ImportException">The users change too often.</exception>
    public async Task WriteAsync(
        IReadOnlyCollection<UserRow> rows, PlannedUsers planned, ImportSummary summary, ImportReport report, CancellationToken cancellationToken)
    {
        var plan = summary.IsDryRun ? await PlanAsync(rows, cancellationToken) : null;
        for (var attempt = 0; plan is null; attempt++)
        {
            if (attempt == Attempts)
                throw new ImportException("The users change while they are imported. Run the import again.");
            var result = await unitOfWork.ExecuteAsync(token => TryWriteAsync(rows, token), cancellationToken);
            plan = result.Value;
        }

        _expectsNew = plan.New.Count == rows.Count;
        if (summary.IsDryRun)
            plan.Announce(planned);
        foreach (var problem in plan.Problems)
            report.Add(problem);
        summary.Created += plan.New.Count;
        summary.Updated += plan.Changed.Count;
        summary.Unchanged += plan.Unchanged;
    }

    private async Task<Result<Plan>> TryWriteAsync(IReadOnlyCollection<UserRow> rows, CancellationToken cancellationToken)
    {
        // After a conflict, this method runs again and looks the rows up.
        var expectsNew = _expectsNew;
        _expectsNew = false;
        var plan = expectsNew ? new Plan(rows) : await PlanAsync(rows, cancellationToken);
        if (plan.New.Count > 0)
        {
            // In the order of the keys, a page of an index is changed once.
            var created = plan.New.OrderBy(row => row.Id.Id).ToList();
            await store.InsertAsync(
                [.. created.Select(row => row.ToUser())],
                [.. created.Select(row => ImportedUser.Record(row.Id.Id, row.ProfileHash(), row.CredentialHash(), userVersion: 0))],
                cancellationToken);
        }

        foreach (var (row, record) in plan.Changed.ToList())
        {
            if (!await store.TryLockAsync(row.Id.Id, record.UserVersion, cancellationToken))
                plan.Overtake(row, (await store.FindAsync([row.Id.Id], cancellationToken)).GetValueOrDefault(row.Id.Id)?.Version is not null);
            else if (!await UpdateAsync(row, record, cancellationToken))
                return AuthError.UpdateUserEmailAlreadyExists;
        }

        if (plan.New.Count > 0)
            await events.PublishAsync(new UsersImported(plan.New.Count), cancellationToken);
        return plan;
    }

    /// <summary>Decides what happens with each row.</summary>
    private async Task<Plan> PlanAsync(IReadOnlyCollection<UserRow> rows, CancellationToken cancellationToken)
    {
        var stored = await store.FindAsync([.. rows.Select(row => row.Id.Id)], cancellationToken);
        var owners = await store.FindEmailsAsync([.. rows.Select(row => row.Email.Normalized)], cancellationToken);
        var plan = new Plan();
        foreach (var row in rows)
        {
            var found = stored.GetValueOrDefault(row.Id.Id);
            var isTaken = owners.TryGetValue(row.Email.Normalized, out var owner) && owner != row.Id.Id;
            var profile = found?.Record is null ? null : row.ProfileHash();
            switch (found)
            {
                case null or { Record: null, Version: null } when !isTaken:
                    plan.New.Add(row);
                    break;
                case { Record: null, Version: not null }:
                    plan.Skip(row, ImportProblemCode.UserExists, "id",
                        "A user with this id exists and was not imported. The user is not changed.");
                    break;
                case { Record: not null, Version: null }:
                    plan.SkipDeleted(row);
                    break;
                case { Record: { } record } when record.ProfileHash.AsSpan().SequenceEqual(profile)
                    && record.CredentialHash.AsSpan().SequenceEqual(row.CredentialHash()):
                    plan.Unchanged++;
                    break;
                case { Record: { } record, Version: { } version } when record.UserVersion != version:
                    plan.SkipChanged(row);
                    break;
                case { Record: { } record } when !isTaken:
                    plan.Changed.Add((row, record));
                    break;
                default:
                    plan.Skip(row, ImportProblemCode.EmailTaken, "email", "Another user has the e-mail address.");
                    break;
            }
        }

        return plan;
    }

    /// <returns>False if another user has received the e-mail address in the meantime.</returns>
    private async Task<bool> UpdateAsync(UserRow row, ImportedUser record, CancellationToken cancellationToken)
    {
        var credential = row.CredentialHash();
        var changesPassword = !credential.AsSpan().SequenceEqual(record.CredentialHash);
        User? before = null;
        var write = await users.UpdateAsync(
            row.Id.Id,
            user =>
            {
                before = user.Copy();
                row.ApplyTo(user, changesPassword, time.GetUtcNow());
                return true;
            },
            cancellationToken);
        if (write is not { Outcome: UserWriteOutcome.Saved, User: { } user })
            return false;
        await store.RecordUpdateAsync(user.Id, row.ProfileHash(), credential, cancellationToken);
        if (user.EndsSessionsOf(before!))
            await sessions.EndAllAsync(user.Id, except: null, cancellationToken);
        await events.PublishAsync(new UserUpdated(user, before!), cancellationToken);
        return true;
    }

    /// <summary>What happens with rows.</summary>
    private sealed class Plan(params IEnumerable<UserRow> created)
    {
        private readonly List<Guid> _skipped = [];

        public List<UserRow> New { get; } = [.. created];

        public List<(UserRow Row, ImportedUser Record)> Changed { get; } = [];

        public List<ImportProblem> Problems { get; } = [];

        public int Unchanged { get; set; }

        public void Skip(UserRow row, string code, string? column, string message)
        {
            _skipped.Add(row.Id.Id);
            Problems.Add(new(
                ImportTable.Users, row.Number, row.Id.LegacyId ?? row.Id.Id.ToString("D"), code, column, IsError: true, message));
        }

        public void SkipDeleted(UserRow row) => Skip(row, ImportProblemCode.DeletedInAuth, "id",
            "The user was imported and has been deleted since. The user is not created again.");

        public void SkipChanged(UserRow row) => Skip(row, ImportProblemCode.ChangedInAuth, null,
            "Both the source and this service have changed the user since the last import. The user is not changed.");

        /// <summary>Skips a row whose user has been changed or deleted since the rows were compared.</summary>
        public void Overtake(UserRow row, bool exists)
        {
            Changed.RemoveAll(changed => changed.Row == row);
            if (exists)
                SkipChanged(row);
            else
                SkipDeleted(row);
        }

        public void Announce(PlannedUsers planned)
        {
            _skipped.ForEach(planned.Refuse);
            foreach (var (row, record) in Changed)
            {
                if (!row.CredentialHash().AsSpan().SequenceEqual(record.CredentialHash))
                    planned.SetPassword(row.Id.Id);
            }
        }
    }
}
