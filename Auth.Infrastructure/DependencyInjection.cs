using Auth.Infrastructure.ExternalProviders;
using Auth.Infrastructure.Housekeeping;
using Auth.Infrastructure.Import;
using Auth.Infrastructure.Mail;
using Auth.Infrastructure.Passwords;
using Auth.Infrastructure.Persistence;
using Auth.Infrastructure.Redis;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the infrastructure: the database and its housekeeping, password hashing and mail.</summary>
public static class AuthInfrastructureServiceCollectionExtensions
{
    /// <summary>Adds the implementations of the application layer's interfaces, as configured by <c>AuthOptions</c>.</summary>
    public static IServiceCollection AddInfrastructure(this IServiceCollection services) =>
        services.AddPersistence().AddRedis().AddHousekeeping().AddPasswordHashing().AddEmailSending().AddExternalProviders().AddImport();
}
