using System.ComponentModel.DataAnnotations;

namespace Auth.Application.Users.Fields;

/// <summary>A user field: an element of <c>Auth:UserFields:Fields</c>.</summary>
public sealed class UserFieldOptions : IValidatableObject
{
    // The claims of RFC 7519 §4.1, those of the service's tokens, and those that other services trust for authorization.
    private static readonly string[] ReservedClaims =
    [
        "iss", "sub", "aud", "exp", "nbf", "iat", "jti", "user_id", "sid", "email", "password_fgpt",
        "azp", "nonce", "auth_time", "acr", "amr", "cnf", "act", "may_act", "scope", "client_id", "events",
    ];

    /// <summary>The name of the member: letters, digits and underscores, starting with a letter.</summary>
    [RegularExpression("[A-Za-z][A-Za-z0-9_]{0,63}", ErrorMessage =
        "{0} must consist of at most 64 letters, digits and underscores, and start with a letter.")]
    [Required]
    public string Name { get; set; } = "";

    /// <summary>The type of the values.</summary>
    [EnumDataType(typeof(UserFieldType), ErrorMessage =
        "{0} must be String, Integer, Number, Boolean, Date, StringList or Object.")]
    public UserFieldType Type { get; set; }

    /// <summary>Whether a registration must contain the field.</summary>
    public bool Required { get; set; }

    /// <summary>
    /// The value that responses contain for users without a value; null for none. Lists and objects are written in JSON.
    /// </summary>
    public string? Default { get; set; }

    /// <summary>The maximum number of characters of a string or of each string of a list; null for no limit of its own.</summary>
    [Range(1, StoredFields.MaxBytes)] public int? MaxLength { get; set; }

    /// <summary>
    /// The regular expression that a string, or each string of a list, must match somewhere. Lookarounds and back-references are
    /// not supported.
    /// </summary>
    public string? Pattern { get; set; }

    /// <summary>The users who can write the field.</summary>
    [EnumDataType(typeof(UserFieldWriter), ErrorMessage = "{0} must be User, Superuser or Nobody.")]
    public UserFieldWriter WritableBy { get; set; }

    /// <summary>Whether access tokens in the form of JWTs contain the value as a claim.</summary>
    public bool InToken { get; set; }

    private bool HasText => Type is UserFieldType.String or UserFieldType.StringList;

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) =>
        Broken().Select(rule => new ValidationResult($"Auth:UserFields:Fields: the field {Name} has {rule}"));

    private IEnumerable<string> Broken()
    {
        if (Required && Default is not null)
            yield return "a Default, which a field with Required=true cannot have.";
        if (Required && WritableBy is not UserFieldWriter.User)
            yield return "Required=true, but users cannot write it.";
        if ((MaxLength is not null || Pattern is not null) && !HasText)
            yield return "a MaxLength or a Pattern, which only the types String and StringList can have.";
        if (InToken && ReservedClaims.Contains(Name, StringComparer.OrdinalIgnoreCase))
            yield return "InToken=true, but access tokens contain another claim of this name.";
        if (!Enum.IsDefined(Type))
            yield break;
        if (UserField.TryCreate(this, out var field) is { } invalid)
            yield return invalid;
        else if (Default is not null && field!.Default is null)
            yield return "a Default that is not a valid value.";
    }
}

/// <summary>The type of a user field.</summary>
#pragma warning disable CA1720 // The settings name the types as they are known.
public enum UserFieldType
{
    /// <summary>A string.</summary>
    String,

    /// <summary>An integer of 64 bits.</summary>
    Integer,

    /// <summary>A finite number.</summary>
    Number,

    /// <summary>A boolean.</summary>
    Boolean,

    /// <summary>A date: <c>YYYY-MM-DD</c>.</summary>
    Date,

    /// <summary>A list of strings.</summary>
    StringList,

    /// <summary>A JSON object.</summary>
    Object,
}
#pragma warning restore CA1720

/// <summary>The users who can write a user field.</summary>
public enum UserFieldWriter
{
    /// <summary>The user, at registration and later, and superusers.</summary>
    User,

    /// <summary>Superusers only.</summary>
    Superuser,

    /// <summary>No user. The operator writes the field at the command line or in the database.</summary>
    Nobody,
}
