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
        return services.AddSingleton<IMailSender>(provider =>
            provider.GetRequiredService<IOptions<AuthOptions>>().Value.Email switch
            {
                { Smtp.Host: var host } when !string.IsNullOrWhiteSpace(host) =>
                    Measured<SmtpMailSender>(provider),
                { PickupFolder: var folder } when !string.IsNullOrWhiteSpace(folder) =>
                    Measured<PickupFolderMailSender>(provider),
                _ => ActivatorUtilities.CreateInstance<NoMailSender>(provider),
            });
    }

    private static MeasuredMailSender Measured<TSender>(IServiceProvider provider)
        where TSender : IMailSender =>
        new(ActivatorUtilities.CreateInstance<TSender>(provider), provider.GetRequiredService<AuthMetrics>());
}
