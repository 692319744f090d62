using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Auth.Application.Users.Fields;

/// <summary>The operator's own members of users: <c>Auth:UserFields</c>.</summary>
public sealed class UserFieldsOptions : IValidatableObject
{
    /// <summary>The maximum number of fields.</summary>
    public const int MaxFields = 64;

    /// <summary>The maximum number of fields in tokens. With it, a token fits into a cookie.</summary>
    public const int MaxFieldsInToken = 4;

    /// <summary>The fields, in the order in which responses contain them.</summary>
    [ValidateEnumeratedItems] public IList<UserFieldOptions> Fields { get; } = [];

    /// <summary>The treatment of unknown members in the bodies of registrations and updates.</summary>
    [EnumDataType(typeof(UnknownMembers), ErrorMessage = "{0} must be Ignore or Refuse.")]
    public UnknownMembers Unknown { get; set; }

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Fields.Count > MaxFields)
            yield return new($"Auth:UserFields:Fields contains more than {MaxFields} fields.");
        if (Fields.Count(field => field.InToken) > MaxFieldsInToken)
            yield return new($"Auth:UserFields:Fields contains more than {MaxFieldsInToken} fields with InToken.");
        foreach (var group in Fields.GroupBy(field => field.Name, StringComparer.OrdinalIgnoreCase).Where(group => group.Count() > 1))
            yield return new($"Auth:UserFields:Fields: two fields have the name {group.Key}.");
    }
}

/// <summary>The treatment of unknown members.</summary>
public enum UnknownMembers
{
    /// <summary>Unknown members are ignored, as in fastapi-users.</summary>
    Ignore,

    /// <summary>Unknown members are refused with the error <c>extra_forbidden</c>.</summary>
    Refuse,
}
