namespace Auth.Application.Sessions;

/// <summary>The client of a login. It helps the user to recognise the session.</summary>
/// <param name="UserAgent">The header <c>User-Agent</c>; null if it is missing.</param>
/// <param name="IpAddress">The IP address of the client; null if it is unknown.</param>
public sealed record ClientInfo(string? UserAgent, string? IpAddress);
