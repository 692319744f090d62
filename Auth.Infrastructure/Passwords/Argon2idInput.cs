namespace Auth.Infrastructure.Passwords;

/// <summary>All that one Argon2id digest is computed from.</summary>
/// <param name="Hash">The stored hash, whose parameters and salt count.</param>
/// <param name="Password">The password in UTF-8.</param>
internal sealed record Argon2idInput(Argon2idHash Hash, byte[] Password);
