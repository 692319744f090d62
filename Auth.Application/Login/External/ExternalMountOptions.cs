namespace Auth.Application.Login.External;

/// <summary>Login routes of a provider: an element of <c>Auth:ExternalProviders:{name}:Mounts</c>.</summary>
public sealed class ExternalMountOptions
{
    /// <summary>The path: <c>api/auth/google</c>. The routes are <c>authorize</c> and <c>callback</c> under it.</summary>
    public string Path { get; set; } = "";

    /// <summary>The authentication backend that responds to a login. The default is the first one.</summary>
    public string? Backend { get; set; }

    /// <summary>
    /// Whether an account is linked to the existing user with its e-mail address, if the provider states that the address is
    /// verified.
    /// </summary>
    public bool AssociateByEmail { get; set; }

    /// <summary>Whether new users are verified, if the provider states that the address is verified.</summary>
    public bool IsVerifiedByDefault { get; set; }

    /// <summary>The redirect URI, for a front end that calls the callback itself. The default is the callback.</summary>
    public string? RedirectUri { get; set; }
}
