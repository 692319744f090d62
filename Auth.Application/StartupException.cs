namespace Auth.Application;

/// <summary>A configuration error that prevents startup. The message is one line with the problem and its solution.</summary>
public sealed class StartupException(string message) : Exception(message);
