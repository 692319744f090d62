using System.Reflection;
using NUnit.Framework.Interfaces;
using NUnit.Framework.Internal;
using NUnit.Framework.Internal.Builders;

namespace Auth.Tests.Integration;

/// <summary>
/// Runs a fixture once on each database. The tests on a database that is not available are reported as skipped, with the
/// reason. The fixture's constructor takes the <see cref="DatabaseEngine"/>.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class OnEachDatabaseAttribute : NUnitAttribute, IFixtureBuilder2
{
    public IEnumerable<TestSuite> BuildFrom(ITypeInfo typeInfo) => BuildFrom(typeInfo, AllMethods.Instance);

    public IEnumerable<TestSuite> BuildFrom(ITypeInfo typeInfo, IPreFilter filter)
    {
        foreach (var engine in Enum.GetValues<DatabaseEngine>())
        {
            var data = new TestFixtureData(engine);
            if (WhyAbsent(engine) is { } reason)
                data.Ignore(reason);
            var fixture = new NUnitTestFixtureBuilder().BuildFrom(typeInfo, filter, data);

            // Attributes of the assembly and the class reach a fixture only through its builder.
            foreach (var lifeCycle in typeInfo.Type.Assembly.GetCustomAttributes<FixtureLifeCycleAttribute>())
                lifeCycle.ApplyToTest(fixture);
            fixture.ApplyAttributesToTest(typeInfo.Type);
            yield return fixture;
        }
    }

    private static string? WhyAbsent(DatabaseEngine engine) => engine switch
    {
        DatabaseEngine.PostgreSql => PostgreSqlServer.WhyAbsent,
        DatabaseEngine.SqlServer => SqlServer.WhyAbsent,
        _ => null,
    };

    private sealed class AllMethods : IPreFilter
    {
        public static readonly AllMethods Instance = new();

        public bool IsMatch(Type type) => true;

        public bool IsMatch(Type type, MethodInfo method) => true;
    }
}
