using Microsoft.Extensions.DependencyInjection;

namespace Auth.Infrastructure.Housekeeping;

/// <summary>Registers the housekeeping services.</summary>
internal static class HousekeepingServices
{
    public static IServiceCollection AddHousekeeping(this IServiceCollection services) =>
        services.AddScoped<Leases>().AddScoped<Housekeeper>().AddHostedService<HousekeepingService>();
}
