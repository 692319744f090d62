using System.CommandLine;
using System.Text.Json;
using Auth.Api.Binding;
using Auth.Api.Contracts;
using Auth.Application;
using Auth.Application.Users;
using Auth.Application.Users.Fields;
using Auth.Domain.Users;

namespace Auth.Api.Commands;

/// <summary>Creates, updates, lists and deletes users.</summary>
internal static class UsersCommand
{
    private const int PageSize = 500;

    private static readonly Option<EmailAddress> Email = new("--email")
    {
        Description = "The user's e-mail address.",
        Required = true,
        CustomParser = argument =>
        {
            if (EmailAddress.TryParse(argument.Tokens[0].Value, out var address, out var reason))
                return address;
            argument.AddError(reason);
            return null;
        },
    };

    private static readonly Option<string?> Name = new("--name") { Description = "The display name." };

    public static Command Create() => new("users", "Manage users.")
    {
        CreateUser(), UpdateUser(), ListUsers(), DeleteUser(), FactorsCommand.Create(Email, WithUserAsync), InviteCommand.Create(), ImportCommand.Create(), ExportCommand.Create(),
    };

    private static Command CreateUser()
    {
        var superuser = new Option<bool>("--superuser") { Description = "Make the user a superuser." };
        var verified = new Option<bool>("--verified") { Description = "Mark the e-mail address as verified." };
        var inactive = new Option<bool>("--inactive") { Description = "Deactivate the user. Inactive users cannot log in." };
        var field = FieldOption.Create();
        var command = new Command("create", "Create a user. The password is read from standard input.")
        {
            Email, Name, superuser, verified, inactive, field,
        };
        command.SetAction((parsed, cancellationToken) => WithServicesAsync(
            async services =>
            {
                var fields = FieldOption.Read(
                    parsed.GetValue(field) ?? [], services.GetRequiredService<UserFields>(), out var invalid);
                if (invalid is not null)
                    return await RefuseAsync(invalid);
                var properties = new UserChanges
                {
                    ChangesName = true,
                    Name = parsed.GetValue(Name),
                    IsSuperuser = parsed.GetValue(superuser),
                    IsVerified = parsed.GetValue(verified),
                    IsActive = !parsed.GetValue(inactive),
                    Fields = fields,
                };
                return await PrintAsync(services, await services.GetRequiredService<UserRegistrar>().RegisterAsync(
                    parsed.GetRequiredValue(Email), await ReadPasswordAsync(cancellationToken), properties, cancellationToken));
            },
            cancellationToken));
        return command;
    }

    private static Command UpdateUser()
    {
        var newEmail = new Option<EmailAddress?>("--new-email")
        {
            Description = "The new e-mail address.",
            CustomParser = Email.CustomParser,
        };
        var superuser = new Option<bool?>("--superuser") { Description = "Whether the user is a superuser: true or false." };
        var verified = new Option<bool?>("--verified") { Description = "Whether the e-mail address is verified: true or false." };
        var active = new Option<bool?>("--active") { Description = "Whether the user is active: true or false." };
        var password = new Option<bool>("--password") { Description = "Read a new password from standard input." };
        var command = new Command("update", "Update a user.") { Email, newEmail, Name, superuser, verified, active, password };
        command.SetAction((parsed, cancellationToken) => WithUserAsync(
            parsed,
            async (services, user) =>
            {
                var changes = new UserChanges
                {
                    Email = parsed.GetValue(newEmail),
                    ChangesName = parsed.GetResult(Name) is not null,
                    Name = parsed.GetValue(Name),
                    IsSuperuser = parsed.GetValue(superuser),
                    IsVerified = parsed.GetValue(verified),
                    IsActive = parsed.GetValue(active),
                };
                var newPassword = parsed.GetValue(password) ? await ReadPasswordAsync(cancellationToken) : null;
                return await PrintAsync(services, await services.GetRequiredService<UserEditor>()
                    .UpdateAsync(user, changes, newPassword, keptSession: null, cancellationToken));
            },
            cancellationToken));
        return command;
    }

    private static Command ListUsers()
    {
        var prefix = new Option<string?>("--email") { Description = "The prefix of the e-mail addresses." };
        var command = new Command("list", "List users ordered by e-mail address.") { prefix };
        command.SetAction((parsed, cancellationToken) => WithServicesAsync(
            async services =>
            {
                var filter = new UserFilter(parsed.GetValue(prefix), IsActive: null, IsVerified: null, IsSuperuser: null);
                var users = AllAsync(services.GetRequiredService<IUserRepository>(), filter, cancellationToken);
                await using var output = Console.OpenStandardOutput();
                await JsonSerializer.SerializeAsync(output, users, OptionsOf(services), cancellationToken);
                output.WriteByte((byte)'\n');
                return 0;
            },
            cancellationToken));
        return command;
    }

    private static Command DeleteUser()
    {
        var command = new Command("delete", "Delete a user.") { Email };
        command.SetAction((parsed, cancellationToken) => WithUserAsync(
            parsed,
            async (services, user) =>
                await PrintAsync(
                    services, await services.GetRequiredService<UserEditor>().DeleteAsync(user.Id, cancellationToken)),
            cancellationToken));
        return command;
    }

    private static Task<int> WithServicesAsync(Func<IServiceProvider, Task<int>> action, CancellationToken cancellationToken) =>
        CommandLine.WithServicesAsync(action, requiresSchema: true, cancellationToken);

    private static Task<int> WithUserAsync(
        ParseResult parsed, Func<IServiceProvider, User, Task<int>> action, CancellationToken cancellationToken) =>
        WithServicesAsync(
            async services => await services.GetRequiredService<IUserRepository>()
                .FindByEmailAsync(parsed.GetRequiredValue(Email).Value, cancellationToken) is { } user
                    ? await action(services, user)
                    : await PrintAsync(services, AuthError.NotFound),
            cancellationToken);

    private static async IAsyncEnumerable<UserRead> AllAsync(
        IUserRepository users, UserFilter filter,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? after = null;
        IReadOnlyList<User> page;
        do
        {
            page = await users.ListAsync(filter, after, PageSize, cancellationToken);
            foreach (var user in page)
                yield return UserRead.From(user);
            after = page.Count > 0 ? page[^1].NormalizedEmail : null;
        }
        while (page.Count == PageSize);
    }

    /// <summary>Returns the first line of standard input. An argument would be visible in the process list.</summary>
    private static async Task<string> ReadPasswordAsync(CancellationToken cancellationToken) =>
        await Console.In.ReadLineAsync(cancellationToken) ?? "";

    private static async Task<int> PrintAsync(IServiceProvider services, Result<User> result)
    {
        if (result.Succeeded(out var user, out var error))
        {
            await Console.Out.WriteLineAsync(JsonSerializer.Serialize(UserRead.From(user), OptionsOf(services)));
            return 0;
        }

        return await RefuseAsync(error.Reason is { } reason ? $"{error.Code}: {reason}" : error.Code);
    }

    private static async Task<int> RefuseAsync(string reason)
    {
        await Console.Error.WriteLineAsync(reason);
        return 1;
    }

    private static JsonSerializerOptions OptionsOf(IServiceProvider services) =>
        UserFieldsJson.OptionsFor(services.GetRequiredService<UserFields>());
}
