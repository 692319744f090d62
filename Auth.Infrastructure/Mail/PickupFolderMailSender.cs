using Auth.Application;
using Auth.Application.Mail;
using Microsoft.Extensions.Options;
using MimeKit;

namespace Auth.Infrastructure.Mail;

/// <summary>
/// Writes each message as an <c>.eml</c> file (RFC 5322, RFC 6532) to <c>Auth:Email:PickupFolder</c>. The file names sort by
/// time.
/// </summary>
internal sealed class PickupFolderMailSender(IOptions<AuthOptions> options, TimeProvider time) : IMailSender
{
    // Writes UTF-8 in headers, so that an international address is readable.
    private static readonly FormatOptions Format = new() { NewLineFormat = NewLineFormat.Dos, International = true };

    /// <inheritdoc/>
    public async Task SendAsync(EmailMessage message, CancellationToken cancellationToken)
    {
        var email = options.Value.Email;
        var mime = MimeMessages.Build(message, email.From, time);

        // The same name for every attempt, so that a repeated write overwrites the file.
        var createdAt = message.CreatedAt ?? time.GetUtcNow();
        var name = FormattableString.Invariant($"{createdAt:yyyyMMdd'T'HHmmss'.'fffffff'Z'}-{message.Id:N}.eml");
        try
        {
            var folder = Path.GetFullPath(email.PickupFolder!);
            DataFolder.Create(folder);
            await WriteAsync(mime, Path.Combine(folder, name), cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new EmailDeliveryException("The folder Auth:Email:PickupFolder cannot be written to.", isPermanent: false, exception);
        }
    }

    private static async Task WriteAsync(MimeMessage mime, string path, CancellationToken cancellationToken)
    {
        // A reader of .eml files never sees a partial message, because a rename within a folder is atomic.
        var unfinished = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            await using (var stream = new FileStream(unfinished, OwnerOnlyFile.NewFile()))
            {
                await mime.WriteToAsync(Format, stream, cancellationToken);
            }

            File.Move(unfinished, path, overwrite: true);
        }
        catch
        {
            File.Delete(unfinished);
            throw;
        }
    }
}
