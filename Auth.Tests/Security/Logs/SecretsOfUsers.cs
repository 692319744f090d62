using Auth.Application.Events;
using Auth.Domain.Events;
using Auth.Domain.Users;
using MimeKit;

namespace Auth.Tests.Security.Logs;

/// <summary>Records the secrets that a server under test creates: hashes and the tokens in mails.</summary>
internal sealed class SecretsOfUsers : IAccountEventListener
{
    public Task CommittedAsync(AccountEvent happened)
    {
        foreach (var user in UsersOf(happened))
        {
            SuiteSecrets.AddEmails(user.Email);
            SuiteSecrets.AddToken(user.HashedPassword);
        }

        return Task.CompletedTask;
    }

    /// <summary>Records the tokens in the mails of a pickup folder.</summary>
    public static void NoteMails(string folder)
    {
        if (!Directory.Exists(folder))
            return;
        foreach (var file in Directory.EnumerateFiles(folder, "*.eml"))
        {
            using var message = MimeMessage.Load(file);
            var words = message.TextBody?.Split(['\n', '\r', ' ', '=']) ?? [];
            foreach (var (word, next) in words.Zip(words.Skip(1).Append("")))
            {
                if (word.StartsWith("eyJ", StringComparison.Ordinal))
                    SuiteSecrets.AddToken(word);
                else if (word.EndsWith("#token", StringComparison.Ordinal))
                    SuiteSecrets.AddToken(next);
            }
        }
    }

    private static User[] UsersOf(AccountEvent happened) => happened switch
    {
        UserRegistered { User: var user } => [user],
        PasswordReset { User: var user } => [user],
        PasswordChanged { User: var user, Before: var before } => [user, before],
        EmailChanged { User: var user, Before: var before } => [user, before],
        EmailRecovered { User: var user, Before: var before } => [user, before],
        _ => [],
    };
}
