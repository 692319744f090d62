namespace Auth.Api.Contracts;

/// <summary>The public keys of access tokens, a JWK Set (RFC 7517 §5).</summary>
/// <param name="Keys">The key that signs now first; none where a secret signs.</param>
public sealed record KeySetRead(IReadOnlyList<KeyRead> Keys);
