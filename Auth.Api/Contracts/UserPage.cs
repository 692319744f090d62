using System.Text.Json.Serialization;

namespace Auth.Api.Contracts;

/// <summary>A page of the list of users.</summary>
/// <param name="Items">The users, ordered by e-mail address.</param>
/// <param name="NextCursor">The cursor of the next page; null on the last page.</param>
/// <param name="Total">The number of matching users. Present only when <c>count</c> is true.</param>
public sealed record UserPage(
    IReadOnlyList<UserRead> Items,
    string? NextCursor,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? Total);
