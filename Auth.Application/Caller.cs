using System.Net;
using System.Text.Json;
using Auth.Domain.Users;

namespace Auth.Application;

/// <summary>
/// The caller of the current operation: who makes the request, and from where. Each scope has one. A scope without a request has
/// an unknown caller.
/// </summary>
public sealed class Caller
{
    private User? _user;
    private string? _ipAddress;

    /// <summary>The authenticated user, as loaded when the request was authenticated. The user is not tracked.</summary>
    /// <exception cref="InvalidOperationException">The request is not authenticated.</exception>
    public User User => _user ?? throw new InvalidOperationException("The request is not authenticated.");

    /// <summary>The id of the authenticated user; null without authentication, and for an operator.</summary>
    public Guid? UserId { get; private set; }

    /// <summary>The session of the access token; null for a token without a session, which cannot be revoked.</summary>
    public Guid? SessionId { get; private set; }

    /// <summary>The address of the connection; null if it is unknown, for example over a Unix socket.</summary>
    public IPAddress? Address { get; set; }

    /// <summary>The IP address as text; null if it is unknown. An IPv4-mapped IPv6 address is an IPv4 address.</summary>
    public string? IpAddress
    {
        get => _ipAddress ??= (Address is { IsIPv4MappedToIPv6: true } ? Address.MapToIPv4() : Address)?.ToString();
        private set => _ipAddress = value;
    }

    /// <summary>The header <c>User-Agent</c>; null if it is missing.</summary>
    public string? UserAgent { get; set; }

    /// <summary>Whether the caller is an operator at the command line.</summary>
    public bool IsOperator { get; set; }

    /// <summary>Records the user and the session that a valid access token identifies.</summary>
    public void Authenticate(User user, Guid? sessionId) => (_user, UserId, SessionId) = (user, user.Id, sessionId);

    /// <summary>Continues the work of the caller that <see cref="Serialize"/> stored.</summary>
    public void Continue(string? stored)
    {
        if (stored is null || JsonSerializer.Deserialize<Stored>(stored) is not { } caller)
            return;
        (UserId, IpAddress, IsOperator) = (caller.UserId, caller.IpAddress, caller.IsOperator);
    }

    /// <summary>Returns the user's id and the IP address in JSON, for work that continues in another scope.</summary>
    public string Serialize() => JsonSerializer.Serialize(new Stored(UserId, IpAddress, IsOperator));

    private sealed record Stored(Guid? UserId, string? IpAddress, bool IsOperator);
}
