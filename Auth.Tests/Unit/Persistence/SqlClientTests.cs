using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.Data.SqlClient;

namespace Auth.Tests.Unit.Persistence;

public sealed class SqlClientTests
{
    private const BindingFlags All =
        BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    /// <summary>
    /// Commands with parameters use types of a separate assembly, Microsoft.SqlServer.Server. Without that assembly they fail
    /// when their code is compiled, although commands without parameters work.
    /// </summary>
    [Test]
    public void The_code_for_commands_with_parameters_can_be_compiled()
    {
        var parser = typeof(SqlConnection).Assembly.GetType("Microsoft.Data.SqlClient.TdsParser", throwOnError: true)!;
        var methods = parser.GetMethods(All)
            .Where(method => method.Name.Contains("RPC", StringComparison.Ordinal) && !method.ContainsGenericParameters)
            .ToList();

        Assert.That(methods.Select(method => method.Name), Does.Contain("TDSExecuteRPCAddParameter"));
        Assert.That(() => methods.ForEach(method => RuntimeHelpers.PrepareMethod(method.MethodHandle)), Throws.Nothing);
    }
}
