namespace Auth.Api.Contracts;

/// <summary>A JSON object in the body of a request.</summary>
public interface IRequestBody
{
    /// <summary>Returns each member's name and its validation problem; null for a valid member.</summary>
    IEnumerable<(string Member, string? Problem)> Check();
}
