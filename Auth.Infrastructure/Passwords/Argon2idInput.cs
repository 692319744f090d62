namespace Auth.Infrastructure.Passwords;

/// <summary>The input of one Argon2id digest.</summary>
/// <param name="hash">The stored hash, which supplies the parameters and the salt.</param>
/// <param name="password">The password in UTF-8.</param>
internal sealed class Argon2idInput(Argon2idHash hash, byte[] password) : HashInput
{
    /// <summary>Computes the digest.</summary>
    public byte[] Compute() => hash.Compute(password);
}
