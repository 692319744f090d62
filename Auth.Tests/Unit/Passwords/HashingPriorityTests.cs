using System.Globalization;
using Auth.Infrastructure.Passwords;

namespace Auth.Tests.Unit.Passwords;

public sealed class HashingPriorityTests
{
    [Test]
    public void A_thread_that_lowers_its_priority_lowers_no_others()
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

    // The 19th field (proc_pid_stat(5)); the second, the name, ends with the last bracket.
    private static int NiceOfThisThread()
    {
        var fields = File.ReadAllText("/proc/thread-self/stat");
        return int.Parse(fields[(fields.LastIndexOf(')') + 2)..].Split(' ')[16], CultureInfo.InvariantCulture);
    }
}
