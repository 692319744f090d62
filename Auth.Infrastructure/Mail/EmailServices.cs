using Auth.Application;
using Auth.Application.Mail;
using Auth.Application.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Auth.Infrastructure.Mail;

/// <summary>Registers the e-mail sender.</summary>
internal static class EmailServices
{
    /// <summary>
    /// Registers the <see cref="IMailSender"/> that <c>Auth:Email</c> configures: the mail server if set, otherwise the pickup
    /// folder if set, otherwise a sender that drops mail.
    /// </summary>
    public static IServiceCollection AddEmailSending(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddHostedService<EmailStartup>();
        services.AddSingleton(provider => TemplateFolder.Read(provider.GetRequiredService<IOptions<AuthOptions>>().Value.Email));
        return services.AddSingleton<IMailSender>(provider =>
        {
            var type = SenderFor(provider.GetRequiredService<IOptions<AuthOptions>>().Value.Email);
            var sender = (IMailSender)ActivatorUtilities.CreateInstance(provider, type);
            return sender is NoMailSender
                ? sender
                : new MeasuredMailSender(sender, provider.GetRequiredService<AuthMetrics>());
        });
    }

    /// <summary>Returns the type of the configured sender.</summary>
    internal static Type SenderFor(EmailOptions email) =>
        !string.IsNullOrWhiteSpace(email.Smtp.Host) ? typeof(SmtpMailSender)
        : !string.IsNullOrWhiteSpace(email.PickupFolder) ? typeof(PickupFolderMailSender)
        : typeof(NoMailSender);
}
