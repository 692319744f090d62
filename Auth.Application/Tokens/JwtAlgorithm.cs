namespace Auth.Application.Tokens;

/// <summary>The asymmetric algorithms of access tokens (RFC 7518 §3.1); each is called here as in a token's header.</summary>
public enum JwtAlgorithm
{
    /// <summary>ECDSA on the curve P-256 with SHA-256.</summary>
    ES256,

    /// <summary>RSA with PKCS #1 v1.5 padding and SHA-256.</summary>
    RS256,

    /// <summary>RSA with PSS padding and SHA-256.</summary>
    PS256,
}
