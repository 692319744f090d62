using Auth.Application.Email;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Auth.Tests.Integration.Email;

/// <summary>Servers whose mail is sent by the test.</summary>
internal static class MailWorkers
{
    /// <summary>Removes the worker that sends mail in the background.</summary>
    public static IServiceCollection RemoveMailWorker(this IServiceCollection services)
    {
        services.Remove(services.Single(service => service.ServiceType == typeof(IHostedService)
            && service.ImplementationFactory?.Method.ReturnType == typeof(MailWorker)));
        return services;
    }
}
