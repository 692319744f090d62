namespace Auth.Infrastructure.Passwords;

/// <summary>The input of one digest of any algorithm. All algorithms share one queue, so that none is preferred.</summary>
internal abstract class HashInput;
