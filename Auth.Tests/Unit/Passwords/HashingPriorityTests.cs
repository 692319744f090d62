using System.Globalization;
using Auth.Infrastructure.Passwords;

namespace Auth.Tests.Unit.Passwords;

public sealed class HashingPriorityTests
{
    [Test]
    public void Lowering_the_priority_affects_only_the_current_thread()
    {
        if (!OperatingSystem.IsLinux())
            Assert.Ignore("needs /proc of Linux");
        var (before, lowered) = (NiceOfThisThread(), 0);
        var thread = new Thread(() =>
        {
            HashingPriority.Lower();
            lowered = NiceOfThisThread();
        });

        thread.Start();
        thread.Join();

        Assert.That((lowered, NiceOfThisThread()), Is.EqualTo((Math.Min(before + 5, 19), before)));
    }

    // The 19th field (proc_pid_stat(5)). The second field, the name, ends with the last parenthesis.
    private static int NiceOfThisThread()
    {
        var fields = File.ReadAllText("/proc/thread-self/stat");
        return int.Parse(fields[(fields.LastIndexOf(')') + 2)..].Split(' ')[16], CultureInfo.InvariantCulture);
    }
}
