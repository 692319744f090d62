using System.ComponentModel.DataAnnotations;

namespace Auth.Application.Registration;

/// <summary>Who may register: <c>Auth:Registration</c>.</summary>
public sealed class RegistrationOptions
{
    /// <summary>Who may register.</summary>
    [EnumDataType(typeof(RegistrationMode), ErrorMessage = "{0} must be Open, Invite or Closed.")]
    public RegistrationMode Mode { get; set; }

    /// <summary>The lifetime of an invitation in seconds.</summary>
    [Range(1, AuthOptions.LongestLifetimeSeconds)] public int InvitationLifetimeSeconds { get; set; } = 7 * 24 * 3600;
}

/// <summary>Who may register.</summary>
public enum RegistrationMode
{
    /// <summary>Anyone, as in fastapi-users.</summary>
    Open,

    /// <summary>People whom a superuser or an operator has invited.</summary>
    Invite,

    /// <summary>Nobody. Operators create users.</summary>
    Closed,
}
