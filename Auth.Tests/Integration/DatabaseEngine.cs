namespace Auth.Tests.Integration;

public enum DatabaseEngine
{
    Sqlite,
    PostgreSql,
    SqlServer,
}
