namespace Auth.Api.Contracts;

/// <summary>The public keys of access tokens as a JWK Set (RFC 7517 §5).</summary>
/// <param name="Keys">The keys, the current signing key first. Empty when a shared secret signs the tokens.</param>
public sealed record KeySetRead(IReadOnlyList<KeyRead> Keys);
