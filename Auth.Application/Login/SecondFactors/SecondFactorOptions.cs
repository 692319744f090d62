using System.ComponentModel.DataAnnotations;

namespace Auth.Application.Login.SecondFactors;

/// <summary>Second factors: <c>Auth:SecondFactor</c>.</summary>
public sealed class SecondFactorOptions
{
    /// <summary>The name of the service in authenticator apps.</summary>
    [RegularExpression("[^:]{1,64}", ErrorMessage = "Auth:SecondFactor:Issuer must have 1 to 64 characters and no colon.")]
    [Required]
    public string Issuer { get; set; } = "Auth";

    /// <summary>Who must have a second factor.</summary>
    public SecondFactorRequirement Required { get; set; }

    /// <summary>The number of days for which a device that the user trusts requires no second factor; 0 for never.</summary>
    [Range(0, 365)] public int TrustDeviceDays { get; set; }
}

/// <summary>Who must have a second factor.</summary>
public enum SecondFactorRequirement
{
    /// <summary>Second factors are optional.</summary>
    Nobody,

    /// <summary>Superusers.</summary>
    Superusers,

    /// <summary>All users.</summary>
    Everybody,
}
