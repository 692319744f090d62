namespace Auth.Infrastructure.Persistence;

/// <summary>Classifies the exceptions of a database engine. Each engine has one implementation.</summary>
public interface IDatabaseFaults
{
    /// <summary>Returns the failure of the database that an exception, or one of its causes, reports.</summary>
    DatabaseFault Classify(Exception exception);
}
