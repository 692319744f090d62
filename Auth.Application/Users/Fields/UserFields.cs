using System.Text.Json;
using Microsoft.Extensions.Options;

namespace Auth.Application.Users.Fields;

/// <summary>The declared user fields.</summary>
public sealed class UserFields
{
    private static readonly JsonElement Null = JsonElement.Parse("null");

    private readonly JsonElement[] _defaults;

    /// <summary>Creates the fields that the settings declare.</summary>
    public UserFields(IOptions<AuthOptions> options)
    {
        var settings = options.Value.UserFields;
        RefusesUnknownMembers = settings.Unknown is UnknownMembers.Refuse;
        All = [.. settings.Fields.Select(field =>
            UserField.TryCreate(field, out var declared) is { } reason ? throw new ArgumentException(reason) : declared!)];
        _defaults = [.. All.Select(field => field.Default ?? Null)];
    }

    /// <summary>The fields in their declared order.</summary>
    public IReadOnlyList<UserField> All { get; }

    /// <summary>Whether unknown members are refused.</summary>
    public bool RefusesUnknownMembers { get; }

    /// <summary>
    /// Returns the value of each field, in the declared order. A field without a value, or with a stored value of another type,
    /// has its default, or JSON null.
    /// </summary>
    /// <param name="stored">The stored values of a user.</param>
    public IReadOnlyList<JsonElement> Read(string? stored)
    {
        if (stored is null || All.Count == 0)
            return _defaults;
        var members = StoredFields.Parse(stored);
        var values = new JsonElement[All.Count];
        for (var i = 0; i < values.Length; i++)
            values[i] = members.TryGetValue(All[i].Name, out var value) && All[i].HasType(value) ? value : _defaults[i];
        return values;
    }

    /// <summary>Adds the values of the fields with <see cref="UserField.InToken"/> to the claims of a token.</summary>
    /// <param name="stored">The stored values of the user.</param>
    /// <param name="claims">The claims.</param>
    internal void AddTo(Dictionary<string, object> claims, string? stored)
    {
        if (!All.Any(field => field.InToken))
            return;
        var values = Read(stored);
        for (var i = 0; i < values.Count; i++)
        {
            // Another program can have stored a value that is too long.
            if (All[i].InToken && values[i].ValueKind is not JsonValueKind.Null && UserField.FitsIntoToken(values[i]))
                claims[All[i].Name] = values[i];
        }
    }
}
