using System.Reflection;
using Auth.Api.Authentication;
using Auth.Api.Controllers;
using Auth.Api.Errors;
using Auth.Application;
using Microsoft.AspNetCore.Authorization;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Auth.Api.OpenApi;

/// <summary>
/// Documents the error responses of an operation, the values of their <c>detail</c>, and whether the operation requires a token.
/// </summary>
internal sealed class DocumentedErrors(AuthenticationBackends backends) : IOperationFilter
{
    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        var errors = new ErrorResponses(operation, context);
        foreach (var documented in context.MethodInfo.GetCustomAttributes<ProducesErrorsAttribute>())
        {
            errors.Add(documented.StatusCode, documented.Codes);
            if (documented.CodeWithReason is { } code)
                errors.AddWithReason(documented.StatusCode, code);
            if (documented.HasChallenge)
                errors.AddChallenge(documented.StatusCode);
        }

        if (operation.RequestBody is not null)
        {
            errors.Add(StatusCodes.Status400BadRequest, ErrorHandling.UnreadableBody);

            // A form that is too long results in the error of an unreadable body instead of 413.
            if (!ContractBodies.IsForm(operation.RequestBody))
                errors.Add(StatusCodes.Status413PayloadTooLarge);
        }

        if (context.MethodInfo.GetCustomAttribute<ProducesChangeErrorsAttribute>() is not null)
        {
            errors.Add(StatusCodes.Status400BadRequest, AuthErrorCode.UpdateUserBadCurrentPassword);
            errors.AddWithReason(StatusCodes.Status403Forbidden, AuthErrorCode.RecentLoginRequired);
            errors.Add(StatusCodes.Status429TooManyRequests, AuthErrorCode.LoginThrottled, AuthErrorCode.RateLimited);
            errors.Add(StatusCodes.Status503ServiceUnavailable, AuthErrorCode.ServerBusy);
        }

        if (context.MethodInfo.GetCustomAttribute<ProducesCallbackErrorsAttribute>() is not null)
        {
            errors.Add(StatusCodes.Status400BadRequest, ProducesCallbackErrorsAttribute.Codes);
            if (context.MethodInfo.DeclaringType == typeof(ExternalLoginController))
                errors.AddChallenge(StatusCodes.Status400BadRequest);
        }

        if (context.MethodInfo.GetCustomAttribute<ProducesProviderErrorsAttribute>() is not null)
        {
            errors.Add(StatusCodes.Status502BadGateway, AuthErrorCode.OAuthProviderError);
            errors.Add(StatusCodes.Status503ServiceUnavailable, AuthErrorCode.OAuthProviderUnavailable);
            errors.Add(StatusCodes.Status504GatewayTimeout, AuthErrorCode.OAuthProviderTimeout);
        }

        if (context.MethodInfo.GetCustomAttribute<ProducesValidationErrorsAttribute>() is not null)
            errors.AddValidation();

        // Public operations get an empty list, which states explicitly that they require no token.
        operation.Security = [];
        if (IsGuarded(context))
        {
            foreach (var backend in backends.All)
            {
                operation.Security.Add(new OpenApiSecurityRequirement
                {
                    [new OpenApiSecuritySchemeReference(backend.SecurityScheme, context.Document)] = [],
                });
            }

            errors.Add(StatusCodes.Status401Unauthorized);
            errors.Add(StatusCodes.Status403Forbidden);
        }

        // Every route but that of the keys reads or writes the database.
        if (context.MethodInfo.DeclaringType != typeof(KeysController))
            errors.Add(StatusCodes.Status503ServiceUnavailable, AuthErrorCode.DatabaseUnavailable);
        errors.Document();
    }

    private static bool IsGuarded(OperationFilterContext context)
    {
        var metadata = context.ApiDescription.ActionDescriptor.EndpointMetadata;
        return metadata.OfType<IAuthorizeData>().Any() && !metadata.OfType<IAllowAnonymous>().Any();
    }
}
