using System.CommandLine;
using System.Text.Json;
using Auth.Api.Binding;
using Auth.Api.Contracts;
using Auth.Application.Login.SecondFactors;
using Auth.Domain.Users;

namespace Auth.Api.Commands;

/// <summary>Lists and removes the second factors of a user, for example after the loss of a phone.</summary>
internal static class FactorsCommand
{
    private const string All = "all";

    /// <param name="email">The option with the user's e-mail address.</param>
    /// <param name="withUser">Runs an action for the user with the address.</param>
    public static Command Create(
        Option<EmailAddress> email,
        Func<ParseResult, Func<IServiceProvider, User, Task<int>>, CancellationToken, Task<int>> withUser)
    {
        var remove = new Option<string?>("--remove")
        {
            Description = $"The kind to remove, such as {TotpFactorKind.Name}, or {All}. The user's sessions are revoked.",
        };
        var command = new Command("factors", "List or remove the second factors of a user.") { email, remove };
        command.SetAction((parsed, cancellationToken) => withUser(
            parsed,
            (services, user) => parsed.GetValue(remove) is { } method
                ? RemoveAsync(services, user, method, cancellationToken)
                : ListAsync(services, user, cancellationToken),
            cancellationToken));
        return command;
    }

    private static async Task<int> RemoveAsync(
        IServiceProvider services, User user, string method, CancellationToken cancellationToken)
    {
        var result = await services.GetRequiredService<SecondFactorRemover>().RemoveAsync(
            user.Id, method == All ? null : method, byUser: false, keptSession: null, cancellationToken);
        if (result.Error is not { } error)
            return await ListAsync(services, user, cancellationToken);
        await Console.Error.WriteLineAsync(error.Code);
        return 1;
    }

    private static async Task<int> ListAsync(IServiceProvider services, User user, CancellationToken cancellationToken)
    {
        var found = await services.GetRequiredService<SecondFactorVerifier>().ListAsync(user.Id, cancellationToken);
        await Console.Out.WriteLineAsync(
            JsonSerializer.Serialize(found.Select(SecondFactorRead.From).ToList(), ApiJson.Default.ListSecondFactorRead));
        return 0;
    }
}
