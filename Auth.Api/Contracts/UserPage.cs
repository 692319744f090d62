using System.Text.Json.Serialization;

namespace Auth.Api.Contracts;

/// <summary>A page of the list of users.</summary>
/// <param name="Items">The users, ordered by address.</param>
/// <param name="NextCursor">What to ask for the next page with; null on the last.</param>
/// <param name="Total">How many users match; only when it was asked for.</param>
public sealed record UserPage(
    IReadOnlyList<UserRead> Items,
    string? NextCursor,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? Total);
