using System.Text.Json;
using Auth.Application.Users.Fields;
using Auth.Domain.Users;

namespace Auth.Application.Users;

/// <summary>Changes to a user. Null values leave the user unchanged.</summary>
public sealed record UserChanges
{
    /// <summary>The new e-mail address. It makes the user unverified unless <see cref="IsVerified"/> is true.</summary>
    public EmailAddress? Email { get; init; }

    /// <summary>Whether the name changes to <see cref="Name"/>. It distinguishes removing the name from keeping it.</summary>
    public bool ChangesName { get; init; }

    /// <summary>The new name; null to remove the name.</summary>
    public string? Name { get; init; }

    /// <summary>Whether the user may log in.</summary>
    public bool? IsActive { get; init; }

    /// <summary>Whether the user may manage other users.</summary>
    public bool? IsSuperuser { get; init; }

    /// <summary>Whether the user's e-mail address is verified.</summary>
    public bool? IsVerified { get; init; }

    /// <summary>The new values of user fields; a JSON null removes a value.</summary>
    public IReadOnlyDictionary<string, JsonElement>? Fields { get; init; }

    /// <summary>Sets the user fields.</summary>
    /// <returns>False if all values together are too long. Nothing is changed then.</returns>
    internal bool TrySetFields(User user)
    {
        if (Fields is null)
            return true;
        if (!StoredFields.TryMerge(user.Fields, Fields, out var merged))
            return false;
        user.SetFields(merged);
        return true;
    }

    /// <summary>Applies the changes except the user fields, which can be too long, and the password, whose hash is slow to compute.</summary>
    internal void ApplyTo(User user)
    {
        if (Email is not null)
            user.ChangeEmail(Email);
        if (ChangesName)
            user.Rename(Name);
        if (IsActive is { } active)
            user.SetActive(active);
        if (IsSuperuser is { } superuser)
            user.SetSuperuser(superuser);
        if (IsVerified is { } verified)
            user.SetVerified(verified);
    }
}
