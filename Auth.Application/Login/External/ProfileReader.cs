using System.Text.Json;
using Auth.Application.Users;
using Auth.Application.Users.Fields;
using Microsoft.Extensions.Logging;

namespace Auth.Application.Login.External;

/// <summary>Reads the name and the user fields of new users in the profiles of external providers. Invalid values are dropped.</summary>
public sealed partial class ProfileReader(UserFields declared, ILogger<ProfileReader> logger)
{
    /// <summary>The maximum number of characters of a name.</summary>
    private const int LongestName = 256;

    /// <summary>Returns the valid values.</summary>
    /// <param name="provider">The name of the provider.</param>
    /// <param name="account">The account.</param>
    public UserChanges Read(string provider, ExternalAccount account)
    {
        var fields = new Dictionary<string, JsonElement>();
        foreach (var field in declared.All)
        {
            if (!account.Fields.TryGetValue(field.Name, out var sent))
                continue;
            var problems = new List<UserFieldProblem>();
            if (field.Convert(sent, problems) is { } valid)
                fields.Add(field.Name, valid);
            else
                LogDropped(provider, field.Name, problems[0].Message);
        }

        if (!StoredFields.TryMerge(null, fields, out _))
        {
            LogDropped(provider, string.Join(", ", fields.Keys), "The values are too long together");
            fields.Clear();
        }

        return new() { ChangesName = true, Name = NameOf(provider, account), Fields = fields };
    }

    private string? NameOf(string provider, ExternalAccount account)
    {
        var name = account.Name?.Trim();
        if (string.IsNullOrEmpty(name))
            return null;
        if (!name.Any(char.IsControl) && JsonText.CountCharacters(name) <= LongestName)
            return name;
        LogDropped(provider, "name", $"The name is longer than {LongestName} characters or contains a control character");
        return null;
    }

    [LoggerMessage(EventName = "ProfileValueDropped", Level = LogLevel.Warning,
        Message = "The profile at {Provider} has no valid value for {Field}, and the new user receives none: {Reason}")]
    private partial void LogDropped(string provider, string field, string reason);
}
