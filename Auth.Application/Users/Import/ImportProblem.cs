namespace Auth.Application.Users.Import;

/// <summary>A problem in a source. It contains no e-mail address, password, hash or token.</summary>
/// <param name="Table">The table.</param>
/// <param name="Row">The number of the row; null for a problem of a column, or of a row that is missing.</param>
/// <param name="Id">The id of the row, as in the source, if it has a valid one.</param>
/// <param name="Code">The kind of problem: a constant of <see cref="ImportProblemCode"/>.</param>
/// <param name="Column">The column of the source, if the problem is in one.</param>
/// <param name="IsError">Whether the row is not imported. Otherwise it is imported, repaired if necessary.</param>
/// <param name="Message">What is wrong, and what the import does.</param>
public sealed record ImportProblem(
    ImportTable Table, long? Row, string? Id, string Code, string? Column, bool IsError, string Message);

/// <summary>The kinds of problems. Reports contain them, so they never change.</summary>
public static class ImportProblemCode
{
#pragma warning disable CS1591 // The names are descriptions.
    public const string MalformedRow = "malformed_row";
    public const string MissingValue = "missing_value";
    public const string InvalidId = "invalid_id";
    public const string RepairedId = "repaired_id";
    public const string ForeignId = "foreign_id";
    public const string DuplicateId = "duplicate_id";
    public const string InvalidEmail = "invalid_email";
    public const string RepairedEmail = "repaired_email";
    public const string DuplicateEmail = "duplicate_email";
    public const string InvalidFlag = "invalid_flag";
    public const string RepairedFlag = "repaired_flag";
    public const string NullFlag = "null_flag";
    public const string NoPassword = "no_password";
    public const string UnsupportedHash = "unsupported_hash";
    public const string InvalidName = "invalid_name";
    public const string InvalidField = "invalid_field";
    public const string ColumnWithoutTarget = "column_without_target";
    public const string EmailTaken = "email_taken";
    public const string UserExists = "user_exists";
    public const string ChangedInAuth = "changed_in_auth";
    public const string DeletedInAuth = "deleted_in_auth";
    public const string MissingInSource = "missing_in_source";
    public const string MalformedToken = "malformed_token";
    public const string DuplicateToken = "duplicate_token";
    public const string InvalidTime = "invalid_time";
    public const string ExpiredToken = "expired_token";
    public const string OutdatedToken = "outdated_token";
    public const string WithoutUser = "without_user";
    public const string InvalidExternalAccount = "invalid_external_account";
    public const string DuplicateExternalAccount = "duplicate_external_account";
    public const string ExternalAccountTaken = "external_account_taken";
#pragma warning restore CS1591
}
