using Auth.Api.Authentication;
using Auth.Api.Binding;
using Auth.Api.Contracts;
using Auth.Api.OpenApi;
using Auth.Application.Audit;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace Auth.Api.Controllers;

/// <summary>The audit trail, for superusers.</summary>
[ApiController]
[JsonBodyOnly]
[Route("api/audit")]
[Tags("audit")]
public sealed class AuditController(AuditTrail trail) : ControllerBase
{
    /// <summary>Lists account events, newest first. Superusers only.</summary>
    /// <response code="200">A page of events.</response>
    [HttpGet(Name = RouteNames.ListAudit)]
    [Authorize(Policies.Superuser)]
    [ProducesResponseType<AuditPage>(StatusCodes.Status200OK)]
    [ProducesValidationErrors]
    public async Task<IActionResult> List([FromQuery] AuditListQuery query, CancellationToken cancellationToken) =>
        Ok(query.ToPage(await trail.ListAsync(query.Filter, query.Before, query.ReadLimit, cancellationToken)));
}
