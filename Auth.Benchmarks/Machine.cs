using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Auth.Benchmarks;

/// <summary>Describes the machine of a measurement.</summary>
internal static class Machine
{
    /// <summary>A one-line description to print below a table.</summary>
    public static string Description =>
        $"{Processor}, {RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}";

    /// <summary>Returns the version of an installed Debian package, or a question mark if it is unknown.</summary>
    public static string PackageVersion(string package)
    {
        try
        {
            using var query = Process.Start(new ProcessStartInfo("dpkg-query", ["--show", "--showformat=${Version}", package])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            var version = query.StandardOutput.ReadToEnd();
            return version.Length > 0 ? version : "?";
        }
        catch (Win32Exception)
        {
            return "?";
        }
    }

    private static string Processor => File.Exists("/proc/cpuinfo")
        ? File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?
            .Split(':')[1].Trim() ?? "?"
        : RuntimeInformation.ProcessArchitecture.ToString();
}
