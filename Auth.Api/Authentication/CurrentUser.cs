using Auth.Api.Traffic;
using Auth.Application.Audit;
using Auth.Domain.Users;

namespace Auth.Api.Authentication;

/// <summary>Whose token came with the request: read once, by the authentication handler, and detached.</summary>
public sealed class CurrentUser
{
    private User? _user;

    /// <summary>The user.</summary>
    /// <exception cref="InvalidOperationException">The route does not ask for a token.</exception>
    public User User
    {
        get => _user ?? throw new InvalidOperationException("The route does not ask for a token.");
        internal set => _user = value;
    }

    /// <summary>The session that the token belongs to; null for a token that only expires.</summary>
    public Guid? SessionId { get; internal set; }

    /// <summary>The request; null in a scope that is none's.</summary>
    internal HttpContext? Request { get; set; }

    /// <summary>Whose token came with the request, if one did, and from where.</summary>
    internal Caller ToCaller() =>
        Request is null ? Caller.Unknown : new Caller(_user?.Id, ClientAddress.Of(Request));
}
