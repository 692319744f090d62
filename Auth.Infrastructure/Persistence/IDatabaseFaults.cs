namespace Auth.Infrastructure.Persistence;

/// <summary>Classifies the exceptions of a database engine. Each engine has one implementation.</summary>
public interface IDatabaseFaults
{
    /// <summary>Returns the database failure that an exception or one of its inner exceptions reports.</summary>
    DatabaseFault Classify(Exception exception);
}
