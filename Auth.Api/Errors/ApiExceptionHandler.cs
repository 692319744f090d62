using System.Data.Common;
using Auth.Api.Edge;
using Auth.Api.Hosting;
using Auth.Application;
using Auth.Application.Backends;
using Auth.Infrastructure.Persistence;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.WebUtilities;

namespace Auth.Api.Errors;

/// <summary>
/// Converts an exception to a response. It logs the unexpected ones itself, because the framework does not log exceptions that
/// a handler has handled.
/// </summary>
internal sealed class ApiExceptionHandler(IDatabaseEngine database, DatabaseHealth health, ILogger<ApiExceptionHandler> logger)
    : IExceptionHandler
{
    private static readonly TimeSpan BusyRetry = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan OutageRetry = TimeSpan.FromSeconds(5);

    public async ValueTask<bool> TryHandleAsync(HttpContext context, Exception exception, CancellationToken cancellationToken)
    {
        // The framework clears the headers before it calls the handler.
        SecurityHeaders.Set(context.Response.Headers);
        if (IsClientGone(context, exception))
            context.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
        else if (exception.WithCauses().OfType<ServerBusyException>().FirstOrDefault() is { } busy)
            await RefuseAsync(context, AuthErrorCode.ServerBusy, busy.RetryAfter);
        else if (exception is TokenStoreUnavailableException)
            await RefuseAsync(context, AuthErrorCode.TokenStoreUnavailable, OutageRetry);
        else if (exception is BadHttpRequestException bad)
            await ErrorHandling.WriteAsync(context, bad.StatusCode, ReasonPhrases.GetReasonPhrase(bad.StatusCode));
        else
            await HandleFailureAsync(context, exception);
        return true;
    }

    /// <summary>
    /// Whether the request failed because the client closed the connection. SqlClient reports a canceled statement as an error
    /// of the database.
    /// </summary>
    private static bool IsClientGone(HttpContext context, Exception exception) =>
        context.RequestAborted.IsCancellationRequested
        && exception.WithCauses().Any(cause => cause is OperationCanceledException or IOException or DbException);

    private static Task RefuseAsync(HttpContext context, string detail, TimeSpan retryAfter)
    {
        context.Response.Headers.SetRetryAfter(retryAfter);
        return ErrorHandling.WriteAsync(context, StatusCodes.Status503ServiceUnavailable, detail);
    }

    private Task HandleFailureAsync(HttpContext context, Exception exception)
    {
        switch (database.Classify(exception))
        {
            case DatabaseFault.Busy:
                return RefuseAsync(context, AuthErrorCode.ServerBusy, BusyRetry);
            case DatabaseFault.Unavailable:
                health.Report(exception);
                return RefuseAsync(context, AuthErrorCode.DatabaseUnavailable, OutageRetry);
            default:
                logger.LogUnexpected(exception, context);
                return ErrorHandling.WriteAsync(context, StatusCodes.Status500InternalServerError, "Internal Server Error");
        }
    }
}
