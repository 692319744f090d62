namespace Auth.Application;

/// <summary>The service cannot start as it is set up. The message is one line that says what is wrong and what to do.</summary>
public sealed class StartupException(string message) : Exception(message);
