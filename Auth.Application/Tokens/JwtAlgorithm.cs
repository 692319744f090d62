namespace Auth.Application.Tokens;

/// <summary>The asymmetric algorithms of access tokens. The names are those of the header <c>alg</c> (RFC 7518 §3.1).</summary>
public enum JwtAlgorithm
{
    /// <summary>ECDSA on the curve P-256 with SHA-256.</summary>
    ES256,

    /// <summary>RSA with PKCS #1 v1.5 padding and SHA-256.</summary>
    RS256,

    /// <summary>RSA with PSS padding and SHA-256.</summary>
    PS256,
}
