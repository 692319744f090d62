using System.Net;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using System.Threading.RateLimiting;
using Auth.Api.Errors;
using Auth.Application;
using Auth.Application.Backends.Jwt;
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
    public const string MagicLink = nameof(MagicLink);

    // The limits of an IPv6 /56 and of an IPv6 /48, as multiples of the limit of a client.
    private const int HouseholdFactor = 4, SiteFactor = 16;

    // An attacker can use more IPv6 networks than memory has room for counters, so networks share this number of counters. A
    // keyed hash assigns them, so an attacker cannot choose which networks a flood affects.
    private const int Counters = 1 << 16;

    public static IServiceCollection AddRateLimits(this IServiceCollection services)
    {
        services.AddRateLimiter(limiter => limiter.OnRejected = RejectAsync);
        services.AddOptions<RateLimiterOptions>().Configure<IOptions<AuthOptions>, IServiceProvider>((limiter, auth, provider) =>
            limiter.GlobalLimiter = Create(auth.Value, provider));
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

    private static PartitionedRateLimiter<HttpContext> Create(AuthOptions auth, IServiceProvider services)
    {
        var permits = auth.RateLimits.PermitsByName();
        var window = TimeSpan.FromSeconds(auth.RateLimits.WindowSeconds);
        var networkKey = DerivedKey.From(auth.Jwt.Secret!, "auth: network of a rate limit");
        (int Factor, Func<HttpContext, string?> KeyOf)[] scopes =
        [
            (1, context => KeyOf(context, ClientNetwork.ClientOf, networkKey)),
            (HouseholdFactor, context => KeyOf(context, ClientNetwork.HouseholdOf, networkKey)),
            (SiteFactor, context => KeyOf(context, ClientNetwork.SiteOf, networkKey)),
            (1, UserOf),
        ];
        var own = PartitionedRateLimiter.CreateChained([.. scopes.Select((_, scope) =>
            PartitionedRateLimiter.Create<HttpContext, string>(context => CounterOf(context, scope) is { } counter
                ? RateLimitPartition.GetFixedWindowLimiter(counter.Name, _ => new FixedWindowRateLimiterOptions
                {
                    PermitLimit = counter.Limit,
                    Window = window,
                    QueueLimit = 0,
                })
                : RateLimitPartition.GetNoLimiter("")))]);
        return string.IsNullOrEmpty(auth.Redis.ConnectionString)
            ? own
            : new SharedRateLimiter(
                services.GetRequiredService<ISharedRateCounters>(),
                own,
                context => [.. scopes.Select((_, scope) => CounterOf(context, scope)).OfType<RateCounter>()],
                window);

        RateCounter? CounterOf(HttpContext context, int scope)
        {
            var limit = LimitOf(context)!;
            return scopes[scope].KeyOf(context) is { } key
                ? new($"{limit} {scope} {key}", scopes[scope].Factor * permits[limit])
                : null;
        }
    }

    private static string? KeyOf(HttpContext context, Func<IPAddress?, string?> networkOf, byte[] networkKey) =>
        networkOf(context.Connection.RemoteIpAddress) is not { } network ? null
        : network.Contains(':', StringComparison.Ordinal)
            ? $"{BitConverter.ToUInt32(HMACSHA256.HashData(networkKey, Encoding.UTF8.GetBytes(network))) % Counters}"
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
