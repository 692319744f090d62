using Auth.Application.Users.Fields;

namespace Auth.Tests.Unit.Users.Fields;

/// <summary>Fields that pass validation.</summary>
internal static class SomeField
{
    public static UserField Create(Action<UserFieldOptions> change) => Of(change).All.Single();

    /// <summary>Returns declared fields with the names <c>field0</c>, <c>field1</c> and so on, unless changed.</summary>
    public static UserFields Of(params Action<UserFieldOptions>[] changes) => new(Settings.Create(options =>
    {
        foreach (var change in changes)
        {
            var field = new UserFieldOptions { Name = $"field{options.UserFields.Fields.Count}" };
            change(field);
            options.UserFields.Fields.Add(field);
        }
    }));
}
