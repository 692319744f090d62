using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.Data.SqlClient;

namespace Auth.Tests.Unit.Persistence;

public sealed class SqlClientTests
{
    private const BindingFlags All =
        BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    /// <summary>
    /// A command with parameters runs code that names types of an assembly of its own, Microsoft.SqlServer.Server: where that
    /// is missing, every query dies when that code is compiled, and plain SQL does not show it.
    /// </summary>
    [Test]
    public void What_sends_a_command_with_parameters_can_be_compiled()
    {
        var parser = typeof(SqlConnection).Assembly.GetType("Microsoft.Data.SqlClient.TdsParser", throwOnError: true)!;
        var methods = parser.GetMethods(All)
            .Where(method => method.Name.Contains("RPC", StringComparison.Ordinal) && !method.ContainsGenericParameters)
            .ToList();

        Assert.That(methods.Select(method => method.Name), Does.Contain("TDSExecuteRPCAddParameter"));
        Assert.That(() => methods.ForEach(method => RuntimeHelpers.PrepareMethod(method.MethodHandle)), Throws.Nothing);
    }
}
