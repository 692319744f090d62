using System.Text;
using System.Text.Json;
using Auth.Application.Passwords;
using Auth.Application.Users.Fields;
using Auth.Domain.Users;

namespace Auth.Application.Users.Import;

/// <summary>Converts rows of a source to users, and reports what is wrong with them.</summary>
public sealed class UserRowReader(ImportColumns columns, IPasswordHashFormats formats, UserFields declared)
{
    // The accounts of a MongoDB document are read as a table of their own.
    private const string EmbeddedAccounts = "oauth_accounts";

    // A document can have any members.
    private const int MostColumns = 1000;

    // The length of the column in the database.
    private const int LongestHash = 1024;


    // Databases return this character for bytes that are not in the encoding of the text.
    private const char NotDecoded = '\uFFFD';

    private static readonly string[] Flags = ["is_active", "is_superuser", "is_verified"];

    // Django stores "!", Unix stores "*", and others store a letter.
    private static readonly string[] Unusable = ["", "!", "!!", "*", "x"];

    /// <summary>The columns that are stored nowhere, by their names in the source.</summary>
    public ISet<string> WithoutTarget { get; } = new SortedSet<string>(StringComparer.Ordinal);

    /// <summary>The number of rows by the kind and cost of their password hash.</summary>
    public SortedDictionary<string, long> Hashes { get; } = new(StringComparer.Ordinal);

    /// <summary>Reads a row.</summary>
    /// <param name="row">The row.</param>
    /// <param name="problems">Receives the problems of the row.</param>
    /// <returns>The user, and the id even if the row is invalid otherwise. Null if the row cannot be imported.</returns>
    public (UserRow? User, ForeignUserId? Id) Read(ImportRow row, ICollection<ImportProblem> problems)
    {
        if (row.Defect is { } defect)
        {
            problems.Add(new(ImportTable.Users, row.Number, null, ImportProblemCode.MalformedRow, null, IsError: true, defect));
            return default;
        }

        var reading = new RowReading(row.Number, columns.Apply(row), problems);
        var id = ReadId(reading);
        var email = ReadEmail(reading);
        var flags = Flags.Select(flag => ReadFlag(reading, flag)).ToArray();
        var hash = ReadHash(reading);
        var name = reading.TakeName(out var hasName);
        var fields = ReadFields(reading);
        if (id is not { } known || email is null || Array.IndexOf(flags, null) >= 0)
            return (null, id);
        var user = new UserRow
        {
            Number = row.Number,
            Id = known,
            Email = email,
            HashedPassword = hash,
            IsActive = flags[0]!.Value,
            IsSuperuser = flags[1]!.Value,
            IsVerified = flags[2]!.Value,
            Name = name,
            HasName = hasName,
            Fields = fields,
        };
        return (user, id);
    }

    private static ForeignUserId? ReadId(RowReading reading)
    {
        if (!reading.TryTake("id", out var value))
            return null;
        if (ImportValues.ReadId(value) is not { } id)
        {
            reading.Refuse(ImportProblemCode.InvalidId, "id", "The id is neither a UUID nor 1 to 128 visible ASCII characters.");
            return null;
        }

        reading.Id = ImportValues.ToText(value) ?? id.Id.ToString("D");
        if (id.IsRepaired)
            reading.Warn(ImportProblemCode.RepairedId, "id", $"The UUID is in another notation. The id is {id.Id:D}.");
        else if (id.LegacyId is not null)
            reading.Warn(ImportProblemCode.ForeignId, "id", $"The id is not a UUID. It becomes {id.Id:D}, and legacy_id keeps it.");
        return id;
    }

    private static EmailAddress? ReadEmail(RowReading reading)
    {
        if (!reading.TryTake("email", out var value))
            return null;
        if (value is not string text)
        {
            reading.Refuse(ImportProblemCode.InvalidEmail, "email", "The e-mail address is missing or not text.");
            return null;
        }

        if (!EmailAddress.TryParse(text, out var email, out var reason))
        {
            reading.Refuse(ImportProblemCode.InvalidEmail, "email", $"Registration refuses the e-mail address: {reason}");
            return null;
        }

        if (!string.Equals(email.Value, text, StringComparison.Ordinal))
        {
            reading.Warn(ImportProblemCode.RepairedEmail, "email",
                "The e-mail address has surrounding spaces, or is in another notation. It is stored as registration stores it.");
        }

        return email;
    }

    private static bool? ReadFlag(RowReading reading, string flag)
    {
        if (!reading.TryTake(flag, out var value))
            return null;
        if (ImportValues.ReadFlag(value) is not { } read)
        {
            reading.Refuse(ImportProblemCode.InvalidFlag, flag, "The flag is neither true nor false.");
            return null;
        }

        if (value is null)
            reading.Warn(ImportProblemCode.NullFlag, flag, "The flag is null, which counts as false.");
        else if (read.IsRepaired)
            reading.Warn(ImportProblemCode.RepairedFlag, flag, $"The flag is not a boolean. It becomes {(read.Value ? "true" : "false")}.");
        return read.Value;
    }

    /// <summary>Returns the password hash; null without a usable one.</summary>
    private string? ReadHash(RowReading reading)
    {
        reading.TryTake("hashed_password", out var value, isRequired: false);
        if (value is byte[] bytes && Ascii.IsValid(bytes))
            value = Encoding.ASCII.GetString(bytes);
        if (ImportValues.ToText(value) is not { } hash
            || Unusable.Contains(hash, StringComparer.OrdinalIgnoreCase))
        {
            Count("none");
            reading.Warn(ImportProblemCode.NoPassword, "hashed_password",
                "The user has no password, and can set one with a reset link.");
            return null;
        }

        if (formats.Describe(hash) is { } known)
        {
            Count($"{known.Kind} {known.Cost}".TrimEnd());
            return hash;
        }

        Count("unsupported");
        reading.Warn(ImportProblemCode.UnsupportedHash, "hashed_password",
            "The password hash is malformed, of an unknown kind or too costly. The user can set a password with a reset link.");
        return hash.Length <= LongestHash && StorableText.Of(hash) == hash ? hash : null;
    }

    /// <summary>Reads all other columns: user fields, and columns without a target.</summary>
    private Dictionary<string, JsonElement> ReadFields(RowReading reading)
    {
        var values = new Dictionary<string, JsonElement>();
        foreach (var target in reading.Unread())
        {
            if (declared.All.FirstOrDefault(field => field.Name.Equals(target, StringComparison.OrdinalIgnoreCase)) is { } field)
                ReadField(reading, target, field, values);
            else if (target != EmbeddedAccounts && WithoutTarget.Count < MostColumns)
                WithoutTarget.Add(reading.ColumnOf(target));
        }

        if (!StoredFields.TryMerge(null, values, out _))
        {
            reading.Warn(ImportProblemCode.InvalidField, null, "The values of the user fields are too long together, and are not imported.");
            values.Clear();
        }

        return values;
    }

    private static void ReadField(RowReading reading, string target, UserField field, Dictionary<string, JsonElement> values)
    {
        reading.TryTake(target, out var value);
        var refused = new List<UserFieldProblem>();
        if (value is string text && text.Contains(NotDecoded))
            reading.Warn(ImportProblemCode.InvalidField, target, "The value is not valid text, and is not imported.");
        else if (ImportedField.Convert(value, field, refused) is { } converted)
            values[field.Name] = converted;
        else
            reading.Warn(ImportProblemCode.InvalidField, target, $"The value is not imported: {refused[0].Message}");
    }

    private void Count(string hash) => Hashes[hash] = Hashes.GetValueOrDefault(hash) + 1;
}
