using System.Collections.Frozen;
using Auth.Api.Contracts;

namespace Auth.Api.Binding;

/// <summary>The members of the bodies of users that every service has.</summary>
internal static class KnownMembers
{
    private static readonly FrozenDictionary<Type, FrozenSet<string>> Bodies =
        new[] { typeof(UserCreate), typeof(InvitedUserCreate), typeof(UserUpdate), typeof(UserAdminUpdate), typeof(UserRead) }
            .ToFrozenDictionary(type => type, NamesOf);

    /// <summary>The names of all members, and of the hash, which no body contains. User fields cannot have these names.</summary>
    public static FrozenSet<string> All { get; } =
        Bodies.Values.SelectMany(names => names).Append("hashed_password").ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>Returns the names of the members of a body.</summary>
    public static FrozenSet<string> Of(Type body) => Bodies[body];

    private static FrozenSet<string> NamesOf(Type body) => ApiJson.Default.GetTypeInfo(body)!.Properties
        .Where(property => property.Get is not null).Select(property => property.Name).ToFrozenSet();
}
