using System.Collections.Concurrent;
using System.Data.Common;
using Auth.Application;
using Auth.Application.Events;
using Auth.Domain.Events;
using Auth.Domain.Users;
using Auth.Infrastructure.Persistence;
using Auth.Tests.Integration.Audit;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace Auth.Tests.Integration.Failures;

/// <summary>The rows and events of a unit of work that is canceled, fails or conflicts with another one.</summary>
[OnEachDatabase]
public sealed class UnitOfWorkTests(DatabaseEngine engine)
{
    private readonly CommittedEvents _committed = new();

    [Test]
    public async Task A_canceled_unit_of_work_stores_and_publishes_nothing()
    {
        await using var server = await StartAsync();
        var user = NewUser();
        using var request = new CancellationTokenSource();

        Assert.That(
            () => ExecuteAsync(
                server,
                async (services, token) =>
                {
                    await RegisterAsync(services, user, token);
                    await request.CancelAsync();
                    return user;
                },
                request.Token),
            Throws.InstanceOf<OperationCanceledException>());

        Assert.That((await server.FindUserAsync(user), _committed.Kinds.Count()), Is.EqualTo(((User?)null, 0)));
    }

    [Test]
    public async Task An_event_is_published_even_if_the_client_disconnects_during_the_commit()
    {
        using var request = new CancellationTokenSource();
        var cancelling = new CancellingCommit();
        await using var server = await StartAsync(cancelling);
        var user = NewUser();

        await ExecuteAsync(
            server,
            async (services, token) =>
            {
                await RegisterAsync(services, user, token);
                cancelling.Request = request;
                return user;
            },
            request.Token);

        Assert.That(
            ((await server.FindUserAsync(user))?.Id, _committed.Kinds.Single()), Is.EqualTo((user.Id, "user_registered")));
    }

    [Test]
    public async Task An_error_rolls_back_the_change_and_its_events()
    {
        await using var server = await StartAsync();
        var user = NewUser();

        await ExecuteAsync(server, async (services, token) =>
        {
            await RegisterAsync(services, user, token);
            return AuthError.NotFound;
        });
        var trail = await server.TrailOfAsync(user.Id);

        Assert.That(
            (await server.FindUserAsync(user), trail.Count, _committed.Kinds.Count()), Is.EqualTo(((User?)null, 0, 0)));
    }

    [Test]
    public async Task A_failed_unit_of_work_does_not_affect_the_next_one_in_its_scope()
    {
        await using var server = await StartAsync();
        var (first, second) = (NewUser(), NewUser());
        await using var scope = server.Services.CreateAsyncScope();
        var unitOfWork = scope.ServiceProvider.GetRequiredService<IUnitOfWork>();
        await unitOfWork.ExecuteAsync<User>(
            async token =>
            {
                await RegisterAsync(scope.ServiceProvider, first, token);
                return AuthError.NotFound;
            },
            default);

        await unitOfWork.ExecuteAsync<User>(
            async token =>
            {
                await RegisterAsync(scope.ServiceProvider, second, token);
                return second;
            },
            default);

        Assert.That((await server.FindUserAsync(first), _committed.Kinds.Count()), Is.EqualTo(((User?)null, 1)));
    }

    [TestCase(1, 2)]
    [TestCase(50, 51)]
    public async Task A_conflicting_change_is_retried(int conflicts, int attempts)
    {
        await using var server = await StartAsync();
        var user = await server.CreateUserAsync();

        var actual = await RenameAsync(server, user, conflicts);

        Assert.That((actual, (await server.FindUserAsync(user))!.Name), Is.EqualTo((attempts, "Another")));
    }

    [Test]
    public async Task A_change_with_too_many_conflicts_fails_and_stores_nothing()
    {
        await using var server = await StartAsync();
        var user = await server.CreateUserAsync();

        Assert.That(() => RenameAsync(server, user, conflicts: 51), Throws.InstanceOf<DbUpdateConcurrencyException>());

        Assert.That((await server.FindUserAsync(user))!.Name, Is.EqualTo(user.Name));
    }

    [Test]
    public async Task Simultaneous_changes_of_different_members_are_all_stored()
    {
        await using var server = await StartAsync();
        var superuser = await server.TokenOfAsync(await server.CreateUserAsync(superuser: true));
        var user = await server.CreateUserAsync();

        var answers = await Task.WhenAll(
            PatchAsync(new { name = "Another" }), PatchAsync(new { is_verified = true }), PatchAsync(new { is_superuser = true }));

        var stored = (await server.FindUserAsync(user))!;
        Assert.That(
            (string.Join(' ', answers), stored.Name, stored.IsVerified, stored.IsSuperuser),
            Is.EqualTo(("200 200 200", "Another", true, true)));

        async Task<string> PatchAsync(object change)
        {
            using var answer = await server.SendAsync(HttpMethod.Patch, $"/api/users/{user.Id}", superuser, change);
            return await answer.SummaryAsync();
        }
    }

    private Task<AuthServer> StartAsync(IInterceptor? interceptor = null) => AuthServer.StartAsync(
        engine,
        services: services =>
        {
            services.AddSingleton<IAccountEventListener>(_committed);
            if (interceptor is not null)
                services.AddInterceptor(interceptor);
        });

    private static User NewUser()
    {
        Assert.That(EmailAddress.TryParse(AuthServer.NewEmail(), out var email, out _));
        return User.Create(email!, "a hash");
    }

    private static async Task<Result<User>> ExecuteAsync(
        AuthServer server, Func<IServiceProvider, CancellationToken, Task<Result<User>>> work,
        CancellationToken cancellationToken = default)
    {
        await using var scope = server.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<IUnitOfWork>()
            .ExecuteAsync(token => work(scope.ServiceProvider, token), cancellationToken);
    }

    private static async Task RegisterAsync(IServiceProvider services, User user, CancellationToken cancellationToken)
    {
        Assert.That(await services.GetRequiredService<IUserRepository>().AddAsync(user, cancellationToken));
        await services.GetRequiredService<AccountEventPublisher>().PublishAsync(new UserRegistered(user), cancellationToken);
    }

    /// <summary>Renames a user whose row is changed by another writer during the first attempts.</summary>
    /// <returns>The number of attempts.</returns>
    private static async Task<int> RenameAsync(AuthServer server, User user, int conflicts)
    {
        var attempts = 0;
        await ExecuteAsync(server, async (services, token) =>
        {
            var hasConflict = attempts++ < conflicts;
            var database = services.GetRequiredService<AuthDbContext>();
            var write = await services.GetRequiredService<IUserRepository>().UpdateAsync(user.Id, Rename, token);
            return write.User!;

            bool Rename(User stored)
            {
                stored.Rename("Another");
                if (hasConflict)
                    database.Database.ExecuteSql($"UPDATE users SET version = version + 1 WHERE id = {user.Id}");
                return true;
            }
        });
        return attempts;
    }

    /// <summary>Records the events published after their commit.</summary>
    private sealed class CommittedEvents : IAccountEventListener
    {
        private readonly ConcurrentQueue<string> _kinds = new();

        public IEnumerable<string> Kinds => _kinds;

        public Task CommittedAsync(AccountEvent happened)
        {
            _kinds.Enqueue(happened.Kind.Name);
            return Task.CompletedTask;
        }
    }

    /// <summary>Cancels a request when its transaction commits.</summary>
    private sealed class CancellingCommit : DbTransactionInterceptor
    {
        public CancellationTokenSource? Request { get; set; }

        public override async ValueTask<InterceptionResult> TransactionCommittingAsync(
            DbTransaction transaction, TransactionEventData eventData, InterceptionResult result,
            CancellationToken cancellationToken = default)
        {
            await (Request?.CancelAsync() ?? Task.CompletedTask);
            return result;
        }
    }
}
