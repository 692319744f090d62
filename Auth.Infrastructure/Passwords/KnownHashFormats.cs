using Auth.Application.Passwords;

namespace Auth.Infrastructure.Passwords;

/// <summary>The formats of hashes that this version verifies.</summary>
internal sealed class KnownHashFormats : IPasswordHashFormats
{
    public HashDescription? Describe(string storedHash) =>
        BCryptHash.TryParse(storedHash) is { WorkFactor: <= AuthPasswordOptions.HighestWorkFactor } bcrypt
            ? new("bcrypt", $"{bcrypt.WorkFactor}")
        : BCryptSha256Hash.TryParse(storedHash) is { WorkFactor: <= AuthPasswordOptions.HighestWorkFactor } bcryptSha256
            ? new("bcrypt_sha256", $"{bcryptSha256.WorkFactor}")
        : Argon2idHash.TryParse(storedHash) is { IsAffordable: true } argon2id
            ? new("argon2id", $"m={argon2id.Memory},t={argon2id.Iterations},p={argon2id.Parallelism}")
        : null;
}
