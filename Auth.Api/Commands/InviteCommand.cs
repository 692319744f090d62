using System.CommandLine;
using System.Text.Json;
using Auth.Application;
using Auth.Application.Registration;
using Auth.Domain.Users;

namespace Auth.Api.Commands;

/// <summary>Invites a person to register.</summary>
internal static class InviteCommand
{
    public static Command Create()
    {
        var email = new Argument<EmailAddress>("email")
        {
            Description = "The e-mail address, which receives the invitation.",
            CustomParser = argument =>
            {
                if (EmailAddress.TryParse(argument.Tokens[0].Value, out var address, out var reason))
                    return address;
                argument.AddError(reason);
                return null;
            },
        };
        var command = new Command("invite", "Invite a person to register. Requires Auth:Registration:Mode=Invite.") { email };
        command.SetAction((parsed, cancellationToken) => CommandLine.WithServicesAsync(
            services => InviteAsync(services.GetRequiredService<Inviter>(), parsed.GetRequiredValue(email), cancellationToken),
            requiresSchema: true,
            cancellationToken));
        return command;
    }

    private static async Task<int> InviteAsync(Inviter inviter, EmailAddress email, CancellationToken cancellationToken)
    {
        if (!inviter.IsEnabled)
            throw new StartupException("Invitations require Auth:Registration:Mode=Invite.");
        var result = await inviter.InviteAsync(email, cancellationToken);
        if (!result.Succeeded(out var invitation, out var error))
        {
            await Console.Error.WriteLineAsync(error.Code);
            return 1;
        }

        await Console.Out.WriteLineAsync(JsonSerializer.Serialize(
            new { id = invitation.Id, email = email.Value, expires_at = invitation.ExpiresAt.UtcDateTime }));
        return 0;
    }
}
