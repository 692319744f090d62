using Auth.Api.Contracts;
using Auth.Application.Backends.Jwt;
using Microsoft.AspNetCore.Mvc;

namespace Auth.Api.Controllers;

/// <summary>The public keys with which other services verify access tokens.</summary>
[ApiController]
[Route(".well-known")]
[Tags("keys")]
public sealed class KeysController(JwtCodec jwt) : ControllerBase
{
    private const int CacheSeconds = 300;

    /// <summary>
    /// Returns the public keys of access tokens (RFC 7517). The set is empty when a shared secret signs the tokens.
    /// </summary>
    /// <response code="200">The keys.</response>
    [HttpGet("jwks.json", Name = RouteNames.Keys)]
    [ResponseCache(Duration = CacheSeconds, Location = ResponseCacheLocation.Any)]
    [ProducesResponseType<KeySetRead>(StatusCodes.Status200OK)]
    public IActionResult List() => Ok(new KeySetRead([.. jwt.PublicKeys.Select(KeyRead.From)]));
}
