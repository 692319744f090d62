using Auth.Domain.Users;

namespace Auth.Benchmarks.Users;

/// <summary>A query for a page of the user list.</summary>
/// <param name="Description">The filter in query-string form.</param>
/// <param name="Page">The position of the page: first or middle.</param>
/// <param name="Filter">The filter.</param>
/// <param name="After">The e-mail address that precedes the page, or null for the first page.</param>
internal sealed record UserPageQuery(string Description, string Page, UserFilter Filter, string? After)
{
    /// <summary>A page of 50 users, and one more user to detect a next page.</summary>
    public const int Limit = 51;

    private static readonly bool?[] Choices = [null, true, false];
    private static readonly bool[] FirstThenMiddle = [false, true];

    /// <summary>Returns all queries: no filter, an e-mail prefix, one to three flags, each as first and middle page.</summary>
    public static IEnumerable<UserPageQuery> All() =>
        from filter in Filters()
        from middle in FirstThenMiddle
        let after = !middle ? null : filter.EmailPrefix is null ? "SOUTH" : "NORTH.6"
        select new UserPageQuery(Describe(filter), middle ? "middle" : "first", filter, after);

    private static IEnumerable<UserFilter> Filters() =>
        from prefix in new[] { null, "north" }
        from active in Choices
        from verified in Choices
        from superuser in Choices
        let flags = new[] { active, verified, superuser }.Count(flag => flag is not null)
        where flags <= (prefix is null ? 3 : 1)
        orderby flags + (prefix is null ? 0 : 1)
        select new UserFilter(prefix, active, verified, superuser);

    private static string Describe(UserFilter filter)
    {
        var conditions = new[]
        {
            filter.EmailPrefix is { } prefix ? $"email={prefix}" : "",
            Flag("is_active", filter.IsActive),
            Flag("is_verified", filter.IsVerified),
            Flag("is_superuser", filter.IsSuperuser),
        };
        var given = conditions.Where(condition => condition.Length > 0).ToList();
        return given.Count == 0 ? "no filter" : $"`{string.Join('&', given)}`";

        static string Flag(string name, bool? value) =>
            value is null ? "" : $"{name}={(value.Value ? "true" : "false")}";
    }
}
