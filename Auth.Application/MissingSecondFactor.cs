namespace Auth.Application;

/// <summary>What a client needs to complete a login with a second factor.</summary>
/// <remarks>A class, because the text of a record contains its members.</remarks>
/// <param name="token">The challenge.</param>
/// <param name="methods">The kinds of second factors that the user has.</param>
public sealed class MissingSecondFactor(string token, IReadOnlyList<string> methods)
{
    /// <summary>The challenge.</summary>
    public string Token { get; } = token;

    /// <summary>The kinds of second factors that the user has.</summary>
    public IReadOnlyList<string> Methods { get; } = methods;
}
