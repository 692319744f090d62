namespace Auth.Application.Passwords;

/// <summary>The formats of stored hashes that passwords can be verified against.</summary>
public interface IPasswordHashFormats
{
    /// <summary>Returns the kind and the cost of a stored hash, without computing anything.</summary>
    /// <param name="storedHash">The stored hash, which can be any string.</param>
    /// <returns>Null if no password can be verified against it: the text is malformed, or its cost is above the limit.</returns>
    HashDescription? Describe(string storedHash);
}

/// <summary>What a stored hash says about itself.</summary>
/// <param name="Kind">The algorithm, for example <c>argon2id</c>.</param>
/// <param name="Cost">The parameters of the computation, for example <c>m=65536,t=3,p=4</c>.</param>
public readonly record struct HashDescription(string Kind, string Cost);
