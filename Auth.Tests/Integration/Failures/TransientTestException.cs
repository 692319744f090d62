namespace Auth.Tests.Integration.Failures;

/// <summary>A transient error of the database, such as a lost connection.</summary>
internal sealed class TransientTestException() : Exception("A transient error, raised by a test.");
