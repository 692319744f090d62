using System.Threading.RateLimiting;
using Auth.Api.Errors;
using Auth.Application;
using Auth.Application.Throttling;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;

namespace Auth.Api.Traffic;

/// <summary>Limits how often one client may call a route: the names of the limits, which actions carry.</summary>
internal static class RateLimits
{
    public const string Login = nameof(Login);
    public const string Refresh = nameof(Refresh);
    public const string Register = nameof(Register);
    public const string ForgotPassword = nameof(ForgotPassword);
    public const string RequestVerifyToken = nameof(RequestVerifyToken);

    /// <summary>The <c>detail</c> of a refusal.</summary>
    public const string Refusal = "RATE_LIMITED";

    public static IServiceCollection AddRateLimits(this IServiceCollection services)
    {
        services.AddRateLimiter(limiter => limiter.OnRejected = AnswerAsync);
        services.AddOptions<RateLimiterOptions>().Configure<IOptions<AuthOptions>>((limiter, auth) =>
        {
            var limits = auth.Value.RateLimits;
            Add(Login, limits.Login);
            Add(Refresh, limits.Refresh);
            Add(Register, limits.Register);
            Add(ForgotPassword, limits.ForgotPassword);
            Add(RequestVerifyToken, limits.RequestVerifyToken);

            void Add(string name, int permits) => limiter.AddPolicy(name, context => Partition(context, limits, permits));
        });
        return services;
    }

    private static RateLimitPartition<string> Partition(HttpContext context, RateLimitOptions limits, int permits)
    {
        var client = ClientNetwork.ClientOf(context.Connection.RemoteIpAddress);
        return !limits.Enabled
            ? RateLimitPartition.GetNoLimiter(client)
            : RateLimitPartition.GetFixedWindowLimiter(client, _ => new FixedWindowRateLimiterOptions
            {
                PermitLimit = permits,
                Window = TimeSpan.FromSeconds(limits.WindowSeconds),
                QueueLimit = 0,
            });
    }

    private static ValueTask AnswerAsync(OnRejectedContext context, CancellationToken cancellationToken)
    {
        if (context.Lease.TryGetMetadata(MetadataName.RetryAfter, out var wait))
            context.HttpContext.Response.Headers.SetRetryAfter(wait);
        return new(ErrorHandling.WriteAsync(context.HttpContext, StatusCodes.Status429TooManyRequests, Refusal));
    }
}
