namespace Auth.Tests.Integration;

public enum DatabaseEngine
{
    Sqlite,
    SqlServer,
}
