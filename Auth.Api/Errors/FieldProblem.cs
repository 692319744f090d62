namespace Auth.Api.Errors;

/// <summary>
/// The kinds and messages of pydantic's errors. Model state stores strings only. It therefore stores a problem as its kind, for
/// some kinds followed by a colon and a detail. The response contains the message.
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

    /// <summary>The kind of an unreadable body. It results in 400; the other kinds result in 422.</summary>
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

    /// <summary>Returns the problem of an invalid e-mail address.</summary>
    public static string Email(string reason) => EmailInvalid + reason;

    /// <summary>
    /// Returns the problem of a member of the body. An empty name stands for the body itself. Model state keeps the order of
    /// errors only within one key, so all problems of a body use the key of the body, which is empty.
    /// </summary>
    public static string Of(string member, string problem) => member + MemberEnd + problem;

    /// <summary>Converts a problem to the error in the response; null for an unknown kind of problem.</summary>
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
