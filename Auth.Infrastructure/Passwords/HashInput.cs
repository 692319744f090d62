namespace Auth.Infrastructure.Passwords;

/// <summary>The input of one digest, of whatever algorithm. All wait in one queue, so that none is admitted before others.</summary>
internal abstract class HashInput;
