using Auth.Application;
using Auth.Domain.Users;
using Auth.Tests.Unit;
using Microsoft.Extensions.DependencyInjection;

namespace Auth.Tests.Integration.Persistence;

[OnEachDatabase]
public sealed class UserRepositoryTests(DatabaseEngine engine)
{
    [Test]
    public async Task Twenty_simultaneous_changes_are_all_stored()
    {
        var user = await AddAsync();

        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ =>
            Task.Run(() => UpdateAsync(user.Id, Changing(stored => stored.Rename(stored.Name + "x"))))));

        Assert.That((await FindAsync(user.Id))?.Name, Is.EqualTo(new string('x', 20)));
    }

    [Test]
    public async Task Each_of_20_simultaneous_changes_sees_the_result_of_the_previous_one()
    {
        var user = await AddAsync();

        var updates = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => UpdateAsync(user.Id, stored =>
        {
            var wasVerified = stored.IsVerified;
            stored.SetVerified(true);
            return !wasVerified;
        }))));

        Assert.That(
            updates.CountBy(update => update.Outcome).ToDictionary(),
            Is.EquivalentTo(new Dictionary<UserWriteOutcome, int> { [UserWriteOutcome.Saved] = 1, [UserWriteOutcome.Declined] = 19 }));
    }

    [Test]
    public async Task Changes_simultaneous_with_a_rehash_keep_the_new_hash()
    {
        var user = await AddAsync();

        var changes = Enumerable.Range(0, 10).Select(i =>
            Task.Run(() => UpdateAsync(user.Id, Changing(stored => stored.Rename($"Nick {i}")))));
        var rehash = Task.Run(() => ReplaceHashAsync(user.Id, SomeUser.Hash, "a stronger hash"));
        await Task.WhenAll([.. changes, rehash]);

        var stored = await FindAsync(user.Id);
        Assert.That((stored!.Name![..4], stored.HashedPassword), Is.EqualTo(("Nick", "a stronger hash")));
    }

    [Test]
    public async Task An_unchanged_hash_is_replaced()
    {
        var user = await AddAsync();

        Assert.That(await ReplaceHashAsync(user.Id, SomeUser.Hash, "a stronger hash"), Is.True);
        Assert.That((await FindAsync(user.Id))?.HashedPassword, Is.EqualTo("a stronger hash"));
    }

    [TestCase("another password's hash")]
    [TestCase("THE HASH OF THE USER'S PASSWORD")]
    public async Task A_hash_that_has_changed_is_not_replaced(string changed)
    {
        var user = await AddAsync();
        await UpdateAsync(user.Id, Changing(stored => stored.ReplaceHash(changed)));

        Assert.That(await ReplaceHashAsync(user.Id, SomeUser.Hash, "a stronger hash"), Is.False);
        Assert.That((await FindAsync(user.Id))?.HashedPassword, Is.EqualTo(changed));
    }

    [Test]
    public async Task A_change_to_the_address_of_another_user_is_rolled_back()
    {
        var (user, other) = (await AddAsync(), await AddAsync());

        var update = await UpdateAsync(user.Id, stored =>
        {
            stored.Rename("Nick");
            stored.ChangeEmail(SomeUser.Address(other.Email.ToUpperInvariant()));
            return true;
        });
        var stored = await FindAsync(user.Id);

        Assert.Multiple(() =>
        {
            Assert.That(update, Is.EqualTo(new UserWrite(UserWriteOutcome.EmailTaken, null)));
            Assert.That((stored?.Name, stored?.Email), Is.EqualTo(((string?)null, user.Email)));
        });
    }

    [Test]
    public async Task A_repository_is_usable_after_a_refused_change()
    {
        var (user, other) = (await AddAsync(), await AddAsync());

        var second = await ChangeAsync(
            users => users.UpdateAsync(user.Id, Changing(stored => stored.ChangeEmail(SomeUser.Address(other.Email))), default),
            users => users.UpdateAsync(user.Id, Changing(stored => stored.Rename("Nick")), default));

        Assert.That((second.Outcome, second.User?.Email), Is.EqualTo((UserWriteOutcome.Saved, user.Email)));
    }

    [Test]
    public async Task A_repository_is_usable_after_a_duplicate()
    {
        var user = await AddAsync();

        var (duplicate, next) = await WithUsersAsync(async users =>
            (await users.AddAsync(SomeUser.Create(user.Email), default),
                await users.AddAsync(SomeUser.Create(AuthServer.NewEmail()), default)));

        Assert.That((duplicate, next), Is.EqualTo((false, true)));
    }

    [Test]
    public async Task A_declined_change_is_not_stored()
    {
        var user = await AddAsync();

        var update = await UpdateAsync(user.Id, stored =>
        {
            stored.Rename("Nick");
            return false;
        });

        Assert.That(
            (update.Outcome, (await FindAsync(user.Id))?.Name), Is.EqualTo((UserWriteOutcome.Declined, (string?)null)));
    }

    [Test]
    public async Task An_unknown_user_cannot_be_updated_or_deleted()
    {
        var unknown = Guid.NewGuid();

        Assert.Multiple(async () =>
        {
            Assert.That((await UpdateAsync(unknown, _ => true)).Outcome, Is.EqualTo(UserWriteOutcome.NotFound));
            Assert.That(await WithUsersAsync(users => users.DeleteAsync(unknown, default)), Is.False);
        });
    }

    [Test]
    public async Task A_deleted_user_is_not_found()
    {
        var user = await AddAsync();

        Assert.That(await WithUsersAsync(users => users.DeleteAsync(user.Id, default)), Is.True);
        Assert.That(await FindAsync(user.Id), Is.Null);
    }

    [TestCase("USER", true)]
    [TestCase("üser", false)]
    [TestCase(" user", false)]
    public async Task An_address_is_matched_case_insensitively_but_otherwise_exactly(string start, bool found)
    {
        var rest = AuthServer.NewEmail();
        await AddAsync("user" + rest);

        var user = await WithUsersAsync(users => users.FindByEmailAsync(start + rest, default));

        Assert.That(user is not null, Is.EqualTo(found));
    }

    private static Func<User, bool> Changing(Action<User> change) => stored =>
    {
        change(stored);
        return true;
    };

    private async Task<User> AddAsync(string? email = null)
    {
        var user = SomeUser.Create(email ?? AuthServer.NewEmail());
        Assert.That(await WithUsersAsync(users => users.AddAsync(user, default)), Is.True);
        return user;
    }

    private Task<User?> FindAsync(Guid id) => WithUsersAsync(users => users.FindAsync(id, default));

    private Task<UserWrite> UpdateAsync(Guid id, Func<User, bool> change) =>
        ChangeAsync(users => users.UpdateAsync(id, change, default));

    private Task<bool> ReplaceHashAsync(Guid id, string verified, string replacement) =>
        WithUsersAsync(users => users.ReplacePasswordHashAsync(id, verified, replacement, default));

    /// <summary>Runs each change in a unit of work, as the use cases do, and returns the last result.</summary>
    private async Task<UserWrite> ChangeAsync(params Func<IUserRepository, Task<UserWrite>>[] actions)
    {
        var server = await SharedServers.GetAsync(engine);
        await using var scope = server.Services.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<IUserRepository>();
        UserWrite write = null!;
        foreach (var action in actions)
        {
            await scope.ServiceProvider.GetRequiredService<IUnitOfWork>().ExecuteAsync<UserWrite>(
                async _ =>
                {
                    write = await action(users);
                    return write.Outcome is UserWriteOutcome.EmailTaken ? AuthError.UpdateUserEmailAlreadyExists : write;
                },
                default);
        }

        return write;
    }

    private async Task<T> WithUsersAsync<T>(Func<IUserRepository, Task<T>> action)
    {
        var server = await SharedServers.GetAsync(engine);
        await using var scope = server.Services.CreateAsyncScope();
        return await action(scope.ServiceProvider.GetRequiredService<IUserRepository>());
    }
}
