namespace Auth.Api.Errors;

/// <summary>
/// pydantic's kinds of errors with its words for them. Model state holds texts only, so a problem travels in it as its kind,
/// where need be with a detail behind a colon, and becomes words in the answer.
/// </summary>
internal static class FieldProblem
{
    public const string Missing = "missing";
    public const string StringType = "string_type";
    public const string BoolType = "bool_type";
    public const string BoolParsing = "bool_parsing";
    public const string GrantType = PatternMismatch + ":^password$";
    public const string RefreshGrantType = PatternMismatch + ":^refresh_token$";
    public const string ObjectType = "model_attributes_type";
    public const string JsonInvalid = "json_invalid";
    public const string QueryInvalid = "value_error";

    /// <summary>The body cannot be read at all; unlike the others this is a 400.</summary>
    public const string Unreadable = "unreadable";

    private const string PatternMismatch = "string_pattern_mismatch";
    private const string EmailInvalid = "value_error:";
    private const char MemberEnd = ' ';

    private static readonly Dictionary<string, string> Messages = new()
    {
        [Missing] = "Field required",
        [StringType] = "Input should be a valid string",
        [BoolType] = "Input should be a valid boolean",
        [BoolParsing] = "Input should be a valid boolean, unable to interpret input",
        [ObjectType] = "Input should be a valid dictionary or object to extract fields from",
        [JsonInvalid] = "JSON decode error",
        [QueryInvalid] = "Input is not valid",
    };

    /// <summary>The problem of a text that is no e-mail address.</summary>
    public static string Email(string reason) => EmailInvalid + reason;

    /// <summary>
    /// The problem of a member of a body, empty for the body itself. Model state keeps the order of the errors of one key only,
    /// and so all of a body's problems stand under the key of the body, which is empty.
    /// </summary>
    public static string Of(string member, string problem) => member + MemberEnd + problem;

    /// <summary>The error that is told; null for a problem that is none of these.</summary>
    public static FieldError? ToFieldError(string source, string member, string problem)
    {
        if (member.Length == 0 && problem.IndexOf(MemberEnd, StringComparison.Ordinal) is >= 0 and var end)
            (member, problem) = (problem[..end], problem[(end + 1)..]);
        List<object> location = [source];
        if (member.Length > 0)
            location.Add(problem == JsonInvalid ? int.Parse(member, provider: null) : member);
        if (problem.StartsWith(EmailInvalid, StringComparison.Ordinal))
            return new(location, "value is not a valid email address: " + problem[EmailInvalid.Length..], QueryInvalid);
        if (problem.StartsWith(PatternMismatch, StringComparison.Ordinal))
            return new(location, $"String should match pattern '{problem[(PatternMismatch.Length + 1)..]}'", PatternMismatch);
        return Messages.TryGetValue(problem, out var message) ? new(location, message, problem) : null;
    }
}
