using Auth.Domain.Audit;
using Auth.Tests.Integration.Persistence;
using Auth.Tests.Unit;
using Microsoft.Extensions.DependencyInjection;

namespace Auth.Tests.Integration.Audit;

public sealed class OperatorAuditTests : IDisposable
{
    private readonly SqliteFile _file = new();

    public void Dispose() => _file.Dispose();

    [Test]
    public async Task A_change_by_a_command_is_recorded_as_an_operators_change()
    {
        await _file.MigrateAsync();
        var user = SomeUser.Create();
        await _file.WithUsersAsync(users => users.AddAsync(user, default));

        await AuthProgram.RunAsync(
            _file.Folder,
            [("Auth__Jwt__Secret", AuthServer.Secret), ("Auth__Database__ConnectionString", _file.ConnectionString)],
            input: "",
            "users", "update", "--email", user.Email, "--superuser", "true", "--verified", "true");

        await using var services = _file.Services();
        await using var scope = services.CreateAsyncScope();
        var trail = await scope.ServiceProvider.GetRequiredService<IAuditRepository>()
            .ListAsync(new AuditFilter(user.Id, null), before: null, limit: 10, default);
        Assert.That(
            trail.Select(happened => (happened.Name, happened.ByOperator, happened.ActorId, happened.IpAddress, happened.Detail)),
            Is.EqualTo(new (string, bool, Guid?, string?, string?)[]
            {
                ("user_updated", true, null, null, "is_superuser,is_verified"),
            }));
    }
}
