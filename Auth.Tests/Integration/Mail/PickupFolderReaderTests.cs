using System.Diagnostics;
using Auth.Application;
using Auth.Application.Mail;
using Auth.Infrastructure.Mail;
using Microsoft.Extensions.Options;

namespace Auth.Tests.Integration.Mail;

/// <summary>Files of the pickup folder, read by the mail library of Python.</summary>
public sealed class PickupFolderReaderTests
{
    private const string Python = "/usr/bin/python3";

    private const string Reader = """
        import email, re, sys
        from email import policy
        m = email.message_from_bytes(open(sys.argv[1], "rb").read(), policy=policy.default)
        text = "\n".join(p.get_content() for p in m.walk() if p.get_content_type() == "text/plain")
        sys.stdout.buffer.write("|".join([str(m["To"]), *re.findall(r"eyJ[\w-]+\.[\w-]+\.[\w-]+", text)]).encode())
        """;

    [TestCase("somebody@example.com")]
    [TestCase("jürgen@bücher.example")]
    public async Task Python_reads_the_address_and_the_token_of_a_mail(string to)
    {
        if (!File.Exists(Python)) Assert.Ignore($"requires {Python}");
        var folder = Directory.CreateTempSubdirectory("auth-tests-").FullName;
        try
        {
            var token = $"eyJ{new string('a', 200)}.{new string('-', 200)}.{new string('_', 200)}";
            var options = new AuthOptions { Email = new() { PickupFolder = folder } };
            await new PickupFolderMailSender(Options.Create(options), TimeProvider.System)
                .SendAsync(MailTemplates.Reset(to, token, options), default);

            Assert.That(await ReadAsync(Directory.GetFiles(folder).Single()), Is.EqualTo($"{to}|{token}"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<string> ReadAsync(string file)
    {
        using var reader = Process.Start(new ProcessStartInfo(Python, ["-c", Reader, file]) { RedirectStandardOutput = true })!;
        var output = await reader.StandardOutput.ReadToEndAsync();
        await reader.WaitForExitAsync();
        return output;
    }
}
