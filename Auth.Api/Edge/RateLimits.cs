using System.Net;
using System.Security.Claims;
using System.Threading.RateLimiting;
using Auth.Api.Errors;
using Auth.Application;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;

namespace Auth.Api.Edge;

/// <summary>Rate limits per client, network and user for routes with a <see cref="LimitedAttribute"/>.</summary>
/// <remarks>
/// The limiters run from the narrowest to the widest, so that a client above its own limit does not use up the limit of its
/// network.
/// </remarks>
internal static class RateLimits
{
    public const string Login = nameof(Login);
    public const string Refresh = nameof(Refresh);
    public const string Register = nameof(Register);
    public const string ForgotPassword = nameof(ForgotPassword);
    public const string ResetPassword = nameof(ResetPassword);
    public const string RequestVerifyToken = nameof(RequestVerifyToken);
    public const string UpdateUser = nameof(UpdateUser);
    public const string Invite = nameof(Invite);

    // The limits of an IPv6 /56 and of an IPv6 /48, as multiples of the limit of a client.
    private const int HouseholdFactor = 4, SiteFactor = 16;

    // An attacker can use more IPv6 networks than memory has room for counters, so networks share this number of counters. A hash
    // that is randomized per process assigns them, so an attacker cannot choose which networks a flood affects.
    private const int Counters = 1 << 16;

    public static IServiceCollection AddRateLimits(this IServiceCollection services)
    {
        services.AddRateLimiter(limiter => limiter.OnRejected = RejectAsync);
        services.AddOptions<RateLimiterOptions>().Configure<IOptions<AuthOptions>>((limiter, auth) =>
        {
            var limits = auth.Value.RateLimits;
            limiter.GlobalLimiter = PartitionedRateLimiter.CreateChained(
                Count(limits, 1, context => KeyOf(context, ClientNetwork.ClientOf)),
                Count(limits, HouseholdFactor, context => KeyOf(context, ClientNetwork.HouseholdOf)),
                Count(limits, SiteFactor, context => KeyOf(context, ClientNetwork.SiteOf)),
                Count(limits, 1, UserOf));
        });
        return services;
    }

    /// <summary>
    /// Must follow authentication, because users are counted, and precede authorization, so that requests without a user are
    /// counted too. Other routes do not pass through the limiters.
    /// </summary>
    public static void UseRateLimits(this WebApplication app)
    {
        if (app.Services.GetRequiredService<IOptions<AuthOptions>>().Value.RateLimits.Enabled)
            app.UseWhen(context => LimitOf(context) is not null, limited => limited.UseRateLimiter());
    }

    private static string? LimitOf(HttpContext context) => context.GetEndpoint()?.Metadata.GetMetadata<LimitedAttribute>()?.Limit;

    private static PartitionedRateLimiter<HttpContext> Count(
        RateLimitOptions limits, int factor, Func<HttpContext, string?> keyOf) =>
        PartitionedRateLimiter.Create<HttpContext, string>(context =>
        {
            var limit = LimitOf(context)!;
            return keyOf(context) is not { } key
                ? RateLimitPartition.GetNoLimiter("")
                : RateLimitPartition.GetFixedWindowLimiter($"{limit} {key}", _ => new FixedWindowRateLimiterOptions
                {
                    PermitLimit = factor * limits.PermitsByName()[limit],
                    Window = TimeSpan.FromSeconds(limits.WindowSeconds),
                    QueueLimit = 0,
                });
        });

    private static string? KeyOf(HttpContext context, Func<IPAddress?, string?> networkOf) =>
        networkOf(context.Connection.RemoteIpAddress) is not { } network ? null
        : network.Contains(':', StringComparison.Ordinal) ? $"{(uint)network.GetHashCode(StringComparison.Ordinal) % Counters}"
        : network;

    private static string? UserOf(HttpContext context) =>
        context.GetEndpoint()?.Metadata.GetMetadata<IAuthorizeData>() is null
            ? null
            : context.User.FindFirstValue(ClaimTypes.NameIdentifier);

    private static ValueTask RejectAsync(OnRejectedContext context, CancellationToken cancellationToken)
    {
        if (context.Lease.TryGetMetadata(MetadataName.RetryAfter, out var wait))
            context.HttpContext.Response.Headers.SetRetryAfter(wait);
        return new(ErrorHandling.WriteAsync(context.HttpContext, StatusCodes.Status429TooManyRequests, AuthErrorCode.RateLimited));
    }
}

/// <summary>Limits how often a client may call an action. Where the action requires a user, it limits the user too.</summary>
/// <param name="limit">The name of the limit, from <see cref="RateLimits"/>.</param>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class LimitedAttribute(string limit) : Attribute
{
    public string Limit { get; } = limit;
}
