using System.Text.Json;
using Auth.Application.Backends.Opaque;
using Auth.Application.Events;
using Auth.Application.Mail;
using Auth.Domain.Credentials;
using Auth.Domain.Events;
using Auth.Domain.Mail;
using Auth.Domain.Users;
using Microsoft.Extensions.Options;

namespace Auth.Application.Login.MagicLinks;

/// <summary>
/// Accepts requests for logins by mail, and sends the mails. A request stores the same rows for every address. The user is looked up
/// when the request is processed.
/// </summary>
public sealed class MagicLinkMails(
    IMagicLinkRepository links,
    MagicLinkSecrets secrets,
    MailRequests requests,
    MailCooldowns cooldowns,
    MailSignal signal,
    IMailOutbox outbox,
    IUserRepository users,
    Caller caller,
    IOptions<AuthOptions> options,
    TimeProvider time,
    IUnitOfWork unitOfWork,
    AccountEventPublisher events)
{
    private readonly MagicLinkOptions _options = options.Value.MagicLink;

    /// <summary>Accepts a request.</summary>
    /// <param name="email">The address, whether or not it is registered.</param>
    /// <param name="returnTo">The URL of the link, if it is not the default one.</param>
    /// <returns>
    /// The request token, which the client presents with the token or the code.
    /// <see cref="AuthError.MagicLinkReturnUrlNotAllowed"/>.
    /// </returns>
    public async Task<Result<string>> AcceptAsync(EmailAddress email, string? returnTo, CancellationToken cancellationToken)
    {
        if (returnTo is not null && !_options.ReturnUrls.Contains(returnTo))
            return AuthError.MagicLinkReturnUrlNotAllowed;
        var requestToken = OpaqueToken.Create();
        var binding = OpaqueToken.Hash(requestToken);
        await requests.AcceptAsync(
            MailKind.MagicLinkRequest,
            email,
            () =>
            {
                var link = MagicLink.Request(binding, email.Value, time.GetUtcNow().AddSeconds(_options.LifetimeSeconds));
                links.Add(link);
                return JsonSerializer.Serialize(new RequestedLink(link.Id, returnTo, caller.Serialize()));
            },
            cancellationToken);
        return requestToken;
    }

    /// <summary>Replaces a request with the mail, if the address belongs to an active user.</summary>
    internal async Task AnswerAsync(OutboxMail request, CancellationToken cancellationToken)
    {
        var requested = Read(request);
        caller.Continue(requested.Caller);
        await unitOfWork.ExecuteAsync(
            async token =>
            {
                if (!await outbox.DeleteAsync(request.Id, token))
                    return;
                if (await users.FindByEmailAsync(request.Recipient, token) is not { IsActive: true } user
                    || !await cooldowns.TryStartAsync($"{request.Kind} {user.NormalizedEmail}", token)
                    || !await links.AssignAsync(requested.Link, user.Id, user.SecurityStamp, token))
                {
                    return;
                }

                await events.PublishAsync(new MagicLinkRequested(user), token);
                outbox.Add(OutboxMail.Create(
                    MailKind.MagicLink, user.Email, user.Id, request.Data, isNotice: false, time.GetUtcNow()));
            },
            cancellationToken);
        signal.Set();
    }

    /// <summary>Returns the content of a mail to a user.</summary>
    /// <returns>Null if the login is used or expired.</returns>
    internal async Task<MagicLinkContent?> FindContentAsync(OutboxMail mail, CancellationToken cancellationToken)
    {
        var requested = Read(mail);
        if (await links.FindAsync(requested.Link, cancellationToken) is not { } link)
            return null;
        var seconds = (int)(link.ExpiresAt - time.GetUtcNow()).TotalSeconds;
        var token = secrets.TokenOf(link.Id);
        var url = requested.ReturnTo is { } page ? page + "#token={token}" : _options.Url;
        return seconds <= 0 ? null : new(
            token, secrets.CodeOf(link.Id), url?.Replace("{token}", token, StringComparison.Ordinal), seconds);
    }

    private static RequestedLink Read(OutboxMail mail) => JsonSerializer.Deserialize<RequestedLink>(mail.Data!)!;

    private sealed record RequestedLink(Guid Link, string? ReturnTo, string Caller);
}

/// <summary>The content of a mail.</summary>
/// <param name="token">The token.</param>
/// <param name="code">The code.</param>
/// <param name="url">The link, if there is one.</param>
/// <param name="seconds">The remaining lifetime.</param>
/// <remarks>A class, because the text of a record contains its members.</remarks>
internal sealed class MagicLinkContent(string token, string code, string? url, int seconds)
{
    /// <summary>The token.</summary>
    public string Token { get; } = token;

    /// <summary>The code.</summary>
    public string Code { get; } = code;

    /// <summary>The link, if there is one.</summary>
    public string? Url { get; } = url;

    /// <summary>The remaining lifetime in seconds.</summary>
    public int Seconds { get; } = seconds;
}
