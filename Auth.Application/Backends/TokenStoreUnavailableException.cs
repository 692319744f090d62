namespace Auth.Application.Backends;

/// <summary>
/// The store of a strategy's tokens cannot be reached. It is unknown whether a token is valid, so the request is neither accepted
/// nor refused.
/// </summary>
public sealed class TokenStoreUnavailableException(string message, Exception inner) : Exception(message, inner);
