using Microsoft.AspNetCore.Mvc;

namespace Auth.Api.OpenApi;

/// <summary>Documents an error answer and what its <c>detail</c> may be.</summary>
/// <param name="statusCode">The status.</param>
/// <param name="details">The codes; one with <c>:reason</c> behind it comes as an object with a reason.</param>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
internal sealed class ProducesErrorsAttribute(int statusCode, params string[] details)
    : ProducesResponseTypeAttribute(statusCode)
{
    /// <summary>The codes.</summary>
    public IReadOnlyList<string> Details { get; } = details;
}
