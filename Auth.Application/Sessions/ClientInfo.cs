namespace Auth.Application.Sessions;

/// <summary>Who logs in, as far as the connection tells: for the user to recognise the session by.</summary>
/// <param name="UserAgent">What the client calls itself; null when it does not.</param>
/// <param name="IpAddress">Where it calls from; null when that is not known.</param>
public sealed record ClientInfo(string? UserAgent, string? IpAddress);
