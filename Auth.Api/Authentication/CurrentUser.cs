using Auth.Api.Edge;
using Auth.Application;
using Auth.Domain.Users;

namespace Auth.Api.Authentication;

/// <summary>The authenticated user of the request. The authentication handler loads it once, untracked.</summary>
public sealed class CurrentUser
{
    private User? _user;

    /// <summary>The user.</summary>
    /// <exception cref="InvalidOperationException">The request is not authenticated.</exception>
    public User User
    {
        get => _user ?? throw new InvalidOperationException("The request is not authenticated.");
        internal set => _user = value;
    }

    /// <summary>The session of the access token; null for a token without a session, which cannot be revoked.</summary>
    public Guid? SessionId { get; internal set; }

    /// <summary>The request; null in a scope outside of a request.</summary>
    internal HttpContext? Request { get; set; }

    /// <summary>Returns the authenticated user, if any, and the client's IP address.</summary>
    internal Caller ToCaller() =>
        Request is null ? Caller.Unknown : new Caller(_user?.Id, ClientAddress.Of(Request));
}
