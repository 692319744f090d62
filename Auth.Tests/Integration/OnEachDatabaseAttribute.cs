using System.Reflection;
using NUnit.Framework.Interfaces;
using NUnit.Framework.Internal;
using NUnit.Framework.Internal.Builders;

namespace Auth.Tests.Integration;

/// <summary>
/// Runs a fixture once for each <see cref="DatabaseEngine"/>, which its constructor takes. The tests of an unavailable
/// database are reported as skipped, with the reason.
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

            // NUnit applies attributes of the assembly and the class only in its own fixture builder.
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
