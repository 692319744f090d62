using System.Diagnostics;

namespace Auth.Tests.Documentation;

/// <summary>The configurations of proxies in docs/migrating.md.</summary>
public sealed class ProxyConfigurationTests
{
    private const string Owners = "/etc/haproxy/owners.map";

    private DirectoryInfo _folder = null!;

    [SetUp]
    public void CreateFolder() => _folder = Directory.CreateTempSubdirectory("auth-tests-");

    [TearDown]
    public void DeleteFolder() => _folder.Delete(recursive: true);

    [Test]
    public async Task HAProxy_accepts_its_configuration()
    {
        var owners = Write("owners.map", "/auth/ auth\n/users/ auth\n");
        var document = CodeBlocks.Of("haproxy").Single();
        Assert.That(document, Does.Contain(Owners));
        var file = Write("haproxy.cfg", document.Replace(Owners, owners, StringComparison.Ordinal));

        var (exitCode, output) = await RunAsync("/usr/sbin/haproxy", "-c", "-f", file);

        Assert.That((exitCode, output), Is.EqualTo((0, "Configuration file is valid\n")));
    }

    [Test]
    public async Task Nginx_accepts_its_configuration()
    {
        var file = Write("nginx.conf", $"pid {_folder.FullName}/nginx.pid;\nevents {{}}\nhttp {{\naccess_log off;\n{CodeBlocks.Of("nginx").Single()}}}\n");

        var (exitCode, output) = await RunAsync("/usr/sbin/nginx", "-t", "-q", "-e", "stderr", "-p", _folder.FullName, "-c", file);

        Assert.That((exitCode, output), Is.EqualTo((0, "")));
    }

    private string Write(string name, string content)
    {
        var path = Path.Combine(_folder.FullName, name);
        File.WriteAllText(path, content);
        return path;
    }

    private static async Task<(int ExitCode, string Output)> RunAsync(string program, params string[] arguments)
    {
        if (!File.Exists(program))
            Assert.Ignore($"needs {Path.GetFileName(program)}");
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync() + await errors;
        await process.WaitForExitAsync();
        return (process.ExitCode, output);
    }
}
