using System.Diagnostics;
using System.Text;
using Auth.Application;

namespace Auth.Api.Errors;

/// <summary>Logs unexpected exceptions without their messages, which can contain data of the request or the database.</summary>
internal static partial class UnexpectedExceptionLog
{
    public static void LogUnexpected(this ILogger logger, Exception exception, HttpContext context) =>
        logger.LogException(
            exception.GetType().ToString(), Activity.Current?.TraceId.ToString() ?? context.TraceIdentifier, Describe(exception));

    /// <summary>Returns the type and the stack trace of the exception and of each of its causes.</summary>
    private static string Describe(Exception exception)
    {
        var text = new StringBuilder();
        foreach (var cause in exception.WithCauses())
            text.Append(text.Length == 0 ? "" : "caused by ").Append(cause.GetType()).AppendLine().AppendLine(cause.StackTrace);
        return text.ToString();
    }

    [LoggerMessage(EventName = "UnexpectedException", Level = LogLevel.Error,
        Message = "A request failed with {ExceptionType} (trace {TraceId}): {Stack}")]
    private static partial void LogException(this ILogger logger, string exceptionType, string traceId, string stack);
}
